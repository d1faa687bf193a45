"""XML that somebody sent: no entities, no document type, nothing drawn in from elsewhere."""

from collections.abc import Iterator
from xml.etree import ElementTree

from qa_app.importers.problems import UnreadableFile
from qa_app.importers.zip_parts import DAMAGED, HAS_ENTITIES


class _NoDocumentType(ElementTree.TreeBuilder):
    """Told of a document type in whatever encoding it is written."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise UnreadableFile(HAS_ENTITIES)


def parsed(part: bytes) -> ElementTree.Element:
    """Raises UnreadableFile."""
    parser = ElementTree.XMLParser(target=_NoDocumentType())  # noqa: S314  # what defines entities is refused
    try:
        parser.feed(part)
        root: ElementTree.Element = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(DAMAGED) from error
    return root


def elements(root: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Those of this name, in whatever namespace."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == tag)
