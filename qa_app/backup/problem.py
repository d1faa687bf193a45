from qa_app.domain.errors import DomainError


class BackupProblem(DomainError):
    """A backup cannot be made or restored; the sentence says why and what to do. Nothing was changed."""
