"""The light colours behind what stands well or badly, the same on the page (`static/css/report_tables.css`),
in the document and in the workbook. They only repeat the word and the symbol in the cell.
"""

from qa_app.domain.statuses import Tone

TINTS = {
    Tone.BEST: "#cfe0f1",
    Tone.GOOD: "#cce6d6",
    Tone.FAIR: "#ffe6ad",
    Tone.POOR: "#f7cbc3",
    Tone.AUDIT: "#e4dcf1",
}
