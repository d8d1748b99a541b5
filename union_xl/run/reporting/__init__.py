"""What `report` is made of: figures counted, templates filled, sources written beside them."""
