"""Reads the mail folder in the browser; routed only where DEV_PAGES is on."""
