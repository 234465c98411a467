"""How well the reviewers agree, with intervals over documents."""
