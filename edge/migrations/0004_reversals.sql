-- What was taken back, what is in dispute, and until when authorized money must be captured.

ALTER TABLE payments ADD COLUMN reversed_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payments ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payments ADD COLUMN capture_before INTEGER;

CREATE INDEX payments_by_capture_end ON payments (capture_before) WHERE capture_before IS NOT NULL;
CREATE INDEX payments_in_dispute ON payments (created_at, id) WHERE disputed <> 0;
