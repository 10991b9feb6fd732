"""libxcb, which a terminal has because Qt needs it: the few calls of it that Qt has none for."""

import ctypes


class EcranX(ctypes.Structure):
    """The beginning of xcb_screen_t. Sizes in pixels, all monitors together."""

    _fields_ = (
        ("root", ctypes.c_uint32),
        ("default_colormap", ctypes.c_uint32),
        ("white_pixel", ctypes.c_uint32),
        ("black_pixel", ctypes.c_uint32),
        ("current_input_masks", ctypes.c_uint32),
        ("width_in_pixels", ctypes.c_uint16),
        ("height_in_pixels", ctypes.c_uint16),
    )


class _Suite(ctypes.Structure):
    """xcb_screen_iterator_t."""

    _fields_ = (("data", ctypes.POINTER(EcranX)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


def ouvrir() -> ctypes.CDLL:
    """The library, each of the calls that are used declared.

    Raises:
        OSError: it is not there.
    """
    xcb = ctypes.CDLL("libxcb.so.1")
    liaison, entier, octet = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint8
    xcb.xcb_connect.restype = liaison
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.restype = _Suite
    xcb.xcb_grab_pointer.restype = ctypes.c_uint  # a structure of one number
    xcb.xcb_grab_pointer.argtypes = [
        liaison, octet, entier, ctypes.c_uint16, octet, octet, entier, entier, entier,
    ]  # fmt: skip
    xcb.xcb_grab_pointer_reply.restype = ctypes.c_void_p
    xcb.xcb_grab_pointer_reply.argtypes = [liaison, ctypes.c_uint, ctypes.c_void_p]
    xcb.xcb_ungrab_pointer.restype = ctypes.c_uint
    xcb.xcb_ungrab_pointer.argtypes = [liaison, entier]
    for nom in ("xcb_get_setup", "xcb_connection_has_error", "xcb_setup_roots_iterator", "xcb_disconnect"):
        getattr(xcb, nom).argtypes = [ctypes.c_void_p]
    xcb.xcb_flush.argtypes = [liaison]
    return xcb


def ecran_de(xcb: ctypes.CDLL, liaison: int) -> EcranX:
    """The first screen of an open connection."""
    ecran: EcranX = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(liaison)).data.contents
    return ecran
