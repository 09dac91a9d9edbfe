-- How many times the mentions of a campaign changed: while that stays, what was counted of them is still right.
CREATE TABLE crosscurrent.mention_change (
  stream text COLLATE "C" NOT NULL,
  campaign text COLLATE "C" NOT NULL,
  changes bigint NOT NULL,
  PRIMARY KEY (stream, campaign)
) WITH (fillfactor = 50);
