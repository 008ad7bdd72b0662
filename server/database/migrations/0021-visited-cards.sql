-- What stood on the card of the lesson when an account last looked at its plan.
alter table plan_visits add column card jsonb;
