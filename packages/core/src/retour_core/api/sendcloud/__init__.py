"""Sendcloud's interface, as far as importing orders goes, in front of our orders.

Software written for that interface is pointed here by changing its address. Shapes
follow the published OpenAPI documents of Sendcloud's API v2 and v3. What they call a
*parcel* that is not announced (``request_label: false``) is an order here, and its
parcel id is the order's key. Their *integration* is our shop.
"""
