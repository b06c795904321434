"""The demonstration house: fictional, rendered people, their consents, a shoot in progress and a finished one."""
