"""Kon Tum's portal from about 2019 on: /pages/detail/<id>/<Slug>.html."""
