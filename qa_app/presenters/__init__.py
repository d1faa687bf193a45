"""What results become before they are printed: pages, documents and workbooks all draw on these."""
