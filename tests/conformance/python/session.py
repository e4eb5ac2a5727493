"""What a VU keeps, and how a check is recorded. Not a check itself."""

from wasmload import check, log


class Session:
    iterations = 0
    shared = None


# One VU is one copy of this module.
SESSION = Session()


def prove(name, held):
    """Records a check; says so when it does not hold."""
    if not check(name, held):
        log.error(f"{name} does not hold")
