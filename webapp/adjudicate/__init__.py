"""Settling what stays open: the queue, decisions, questions, gold, agreement with gold."""
