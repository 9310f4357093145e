"""What index look-ups return."""

from dataclasses import asdict, dataclass, fields
from typing import List, Optional


@dataclass
class SearchResultEntity:
    """One text found in an index."""

    text: Optional[str] = None
    vector: Optional[List[float]] = None
    score: Optional[float] = None
    original_entity: Optional[dict] = None
    metadata: Optional[dict] = None

    @classmethod
    def from_dict(cls, data):
        """The entity that a mapping describes; other keys are left out."""
        return cls(**{one.name: data.get(one.name) for one in fields(cls)})

    def as_dict(self):
        """The entity as a mapping."""
        return asdict(self)
