"""What beat calls, and how often; times are in seconds."""

from __future__ import annotations

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "drain-outbox": {
        "task": "retour_core.outbox.tasks.drain",
        "schedule": 1.0,
        "options": {"expires": 10},
    },
    "discard-drafts": {
        "task": "retour_core.returns.tasks.discard_drafts",
        "schedule": 3600.0,
    },
    "expire-returns": {
        "task": "retour_core.returns.tasks.expire_returns",
        "schedule": 3600.0,
    },
    "discard-withdrawal-drafts": {
        "task": "retour_core.withdrawals.tasks.discard_drafts",
        "schedule": 3600.0,
    },
    "remind-of-withdrawals": {
        "task": "retour_core.withdrawals.tasks.send_reminders",
        "schedule": 3600.0,
    },
    "check-withdrawal-chains": {
        "task": "retour_core.withdrawals.tasks.check_chains",
        "schedule": 86400.0,
    },
    "remind-of-returns": {
        "task": "retour_core.notifications.tasks.send_reminders",
        "schedule": 3600.0,
    },
    "discard-unfinished-photos": {
        "task": "retour_core.threads.tasks.discard_unfinished_photos",
        "schedule": 3600.0,
    },
    "publish-scheduled": {
        "task": "retour_portal.editorial.tasks.publish_scheduled",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget-look-uploads": {
        "task": "retour_portal.editorial.tasks.forget_look_uploads",
        "schedule": 86400.0,
    },
    "expire-labels": {
        "task": "retour_core.labels.tasks.expire",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "poll-tracking": {
        "task": "retour_core.tracking.tasks.poll",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "sweep-tracking": {
        "task": "retour_core.tracking.tasks.sweep",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "fetch-drop-off-points": {
        "task": "retour_core.dropoffs.tasks.fetch",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "poll-payments": {
        "task": "retour_core.payments.tasks.poll",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "chase-payments": {
        "task": "retour_core.payments.tasks.chase",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget-tracking-messages": {
        "task": "retour_core.tracking.tasks.forget",
        "schedule": 86400.0,
    },
    "forget-webhook-messages": {
        "task": "retour_core.webhooks.tasks.forget_messages",
        "schedule": 3600.0,
    },
    "send-digests": {
        "task": "retour_core.notices.tasks.send_digests",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget-notices": {
        "task": "retour_core.notices.tasks.forget",
        "schedule": 86400.0,
    },
    "check-domains": {
        "task": "retour_portal.domains.tasks.check_domains",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "check-mail-senders": {
        "task": "retour_portal.domains.tasks.check_mail_senders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget-imports": {
        "task": "retour_core.imports.tasks.forget_old_imports",
        "schedule": 86400.0,
    },
    "forget-outbox": {
        "task": "retour_core.outbox.tasks.forget",
        "schedule": 86400.0,
    },
    "forget-idempotency-keys": {
        "task": "retour_core.api.tasks.forget_old_keys",
        "schedule": 3600.0,
    },
}
