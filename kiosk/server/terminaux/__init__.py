"""Which terminals this backend takes calls from: enrolment, credentials, rotation, revocation."""
