"""A view that may not go on says why: the page, or the fragment, that comes of it carries the rule's own sentence."""

from django.core.exceptions import PermissionDenied

from studio.decisions import Decision


class NotAllowedError(PermissionDenied):
    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision
