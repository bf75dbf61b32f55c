"""The life of a ticket: who may move it where, and a history that is only ever added to."""
