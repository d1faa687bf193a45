"""The list of cases to give out, pasted or in a file."""

from qa_app.features.audits.forms import AllocateForm

MOST_BYTES = 400_000


def cases_sent(form: AllocateForm) -> str:
    """What was pasted, or else the text of the file, so that the lines named in a problem can be seen.

    What is wrong with the file stands at its field once the form is validated.
    """
    pasted, file = form.cases.data or "", form.file.data
    if not file:
        return pasted
    if pasted.strip():
        return _refused(form, pasted, "Use either the box or a file, not both: empty the box to use the file")
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return _refused(form, pasted, "The file is larger than any list of cases: choose another")
    if b"\0" in content:
        return _refused(form, pasted, "This is not a text file: save the list as CSV and choose that")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _refused(form: AllocateForm, pasted: str, sentence: str) -> str:
    form.refuse_file(sentence)
    return pasted
