"""The reference backend: everything an organisation would replace, in one process that runs anywhere."""
