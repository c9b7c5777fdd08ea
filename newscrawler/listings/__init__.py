"""One module per way of paging: the links of a listing page and where the next one is."""
