"""The judgement tables as words, charts, a document, a workbook and rows."""
