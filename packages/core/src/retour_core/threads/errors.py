"""Why a photo or a message is not taken; each says the way out."""

from __future__ import annotations

from retour_core.domain.errors import DomainError

MAX_PHOTOS = 10
MAX_MEGABYTES = 20
MAX_MEGAPIXELS = 50


class PhotoRefused(DomainError):
    """This file cannot be taken as a photo. ``name`` in the context is the file's."""

    code = "photo_refused"


class PhotoTooLarge(PhotoRefused):
    """A photo may have 20 MB at most: choose a smaller size in your camera or app."""

    code = "photo_too_large"


class PhotoTooManyPixels(PhotoRefused):
    """A photo may have 50 megapixels at most: make it smaller, or a screenshot."""

    code = "photo_too_many_pixels"


class PhotoUnsupported(PhotoRefused):
    """Photos are taken as JPEG, PNG, WebP or HEIC: save it as one, or a screenshot."""

    code = "photo_unsupported"


class PhotoDamaged(PhotoRefused):
    """This photo is incomplete or damaged: open it, save it anew and try again."""

    code = "photo_damaged"


class TooManyPhotos(DomainError):
    """A return takes 10 photos at most: remove one first, or send fewer."""

    code = "too_many_photos"


class PhotoKept(DomainError):
    """The return has been sent with this photo; ask the shop to remove it."""

    code = "photo_kept"


class PhotoUnknown(DomainError):
    """This return has no such photo; it may have been removed already."""

    code = "photo_unknown"


class MessageEmpty(DomainError):
    """Write something, or add a photo."""

    code = "message_empty"


class MessageTooLong(DomainError):
    """A message has at most 2000 characters: shorten it, or send two."""

    code = "message_too_long"


class ThreadClosed(DomainError):
    """This return is closed, so nothing more can be written about it here."""

    code = "thread_closed"


class ThreadNotOpen(DomainError):
    """This return has not been sent yet; write about it once it is."""

    code = "thread_not_open"
