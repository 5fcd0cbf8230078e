"""From workbooks that units fill in to observations: templates out, reports in, faulty ones marked and returned."""
