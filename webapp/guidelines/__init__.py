"""The codebook of a project: versions, search, pinned examples, second looks."""
