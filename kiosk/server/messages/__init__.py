"""Text messages and mails: written with what they tell about, sent by a worker that survives restarts."""
