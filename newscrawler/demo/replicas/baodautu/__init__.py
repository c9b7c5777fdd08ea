"""An online newspaper whose pager's links are relative (baodautu type)."""
