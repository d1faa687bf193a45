"""Quality assurance for children's services: audits, moderation, measures and the tables drawn from them."""
