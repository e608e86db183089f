-- A file of version 1, as the program of that version left it, with invented people: two tellings of one call, a second call from
-- the same number, and one acknowledgement. It is never changed: a file of this version must open for ever.
BEGIN TRANSACTION;
CREATE TABLE commands (id TEXT PRIMARY KEY, result TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "commands" VALUES('command-1 oyR0CzpzEBOs0qlLrHDmX6','{"ok":true,"at":7,"ids":["acknowledgement/city/a86a1277fd8bf711"]}',1783843205000);
CREATE TABLE cursors (analyst TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "cursors" VALUES('fire-zone',6);
CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, fence INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
INSERT INTO "lease" VALUES(1,'city',1,1781251230000);
CREATE TABLE live (slot TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "live" VALUES('acknowledgement/city/a86a1277fd8bf711',7);
INSERT INTO "live" VALUES('feed/city/calls',2);
INSERT INTO "live" VALUES('place/calls/1',3);
INSERT INTO "live" VALUES('report/calls/1',5);
INSERT INTO "live" VALUES('report/calls/2',6);
CREATE TABLE log (
     position INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL, slot TEXT, prev INTEGER, change TEXT NOT NULL
   ) STRICT;
INSERT INTO "log" VALUES(1,'2026-06-12T08:00:01.000Z','feed/city/calls',NULL,'{"v":1,"kind":"feed","id":"feed/city/calls","source":"city","at":"2026-06-12T08:00:00.000Z","order":[0,1],"basis":"derived","body":{"value":{"title":{"zh":"接处警","en":"Calls"},"state":"unknown","issues":0,"quarantined":0}},"by":"runner"}');
INSERT INTO "log" VALUES(2,'2026-06-12T08:00:01.000Z','feed/city/calls',1,'{"v":1,"kind":"feed","id":"feed/city/calls","source":"city","at":"2026-06-12T08:00:00.000Z","order":[0,2],"basis":"derived","body":{"value":{"title":{"zh":"接处警","en":"Calls"},"state":"live","issues":0,"quarantined":0}},"by":"runner"}');
INSERT INTO "log" VALUES(3,'2026-06-12T08:00:01.000Z','place/calls/1',NULL,'{"v":1,"kind":"place","id":"place/calls/1","source":"calls","at":"2026-06-12T08:00:00.000Z","order":[0,1],"basis":"stated","body":{"value":{"name":"示例小区","scheme":"compound"}}}');
INSERT INTO "log" VALUES(4,'2026-06-12T08:00:01.000Z','report/calls/1',NULL,'{"v":1,"kind":"report","id":"report/calls/1","source":"calls","at":"2026-06-12T08:00:01.000Z","order":[0,2],"basis":"stated","body":{"value":{"channel":"110","title":"有人被困","caller":{"$vault":"G8ROMQCJ1zeSYOHqDDJoOa","pseudonym":"Kcc80OOFLN9MEEuYB59IY0","masked":"张**"},"phone":{"$vault":"vPu7HiRHplAQ8vAhBVABYz","pseudonym":"RjSteYStjg30Tyg48wgvN7","masked":"139****1111"}}}}');
INSERT INTO "log" VALUES(5,'2026-06-12T08:00:02.000Z','report/calls/1',4,'{"v":1,"kind":"report","id":"report/calls/1","source":"calls","at":"2026-06-12T08:00:02.000Z","order":[0,3],"basis":"stated","body":{"value":{"channel":"110","title":"有人被困","caller":{"$vault":"4J_2NIemEst2EccvNblE7J","pseudonym":"Kcc80OOFLN9MEEuYB59IY0","masked":"张**"},"phone":{"$vault":"d9ms0FVMDDnPEM4m95y7UB","pseudonym":"RjSteYStjg30Tyg48wgvN7","masked":"139****1111"},"narrative":{"$vault":"4jNgdt6uvJ_FaKvMdVH37_","pseudonym":"GPKrrMworh7LX95cwG4zYO"}}}}');
INSERT INTO "log" VALUES(6,'2026-06-12T08:00:03.000Z','report/calls/2',NULL,'{"v":1,"kind":"report","id":"report/calls/2","source":"calls","at":"2026-06-12T08:00:03.000Z","order":[0,4],"basis":"stated","body":{"value":{"channel":"119","title":"有烟","phone":{"$vault":"GlmHiJtuQt81PurabVKM5r","pseudonym":"RjSteYStjg30Tyg48wgvN7","masked":"139****1111"}}}}');
INSERT INTO "log" VALUES(7,'2026-06-12T08:00:05.000Z','acknowledgement/city/a86a1277fd8bf711',NULL,'{"v":1,"kind":"acknowledgement","id":"acknowledgement/city/a86a1277fd8bf711","source":"city","at":"2026-06-12T08:00:05.000Z","order":[0,3],"basis":"stated","body":{"value":{"of":"report/calls/1","masked":"王*"}},"cause":{"command":"command-1"},"by":"u1"}');
CREATE TABLE quarantine (
     id INTEGER PRIMARY KEY, feed TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, issues TEXT NOT NULL, until INTEGER NOT NULL
   ) STRICT;
INSERT INTO "quarantine" VALUES(1,'calls','m5',X'93429804EE617C5A06CC096E33A58EEAF5F8F1A9C539FA553829A272B72BC4','[{"code":"invalid-value","path":"/body/value/device","level":"error","message":"observation/calls/1: Invalid input: expected string, received undefined. The message is in quarantine; mend the mapping and replay it."},{"code":"invalid-value","path":"/body/value/quality","level":"error","message":"observation/calls/1: Invalid option: expected one of \"good\"|\"suspect\"|\"fault\". The message is in quarantine; mend the mapping and replay it."},{"code":"unknown-member","path":"/body/value/of","level":"warning","message":"observation/calls/1 has a member that its kind does not know, one of 1, taken off; the whole message is in quarantine. Map it to a field, or to extra, by vendor:key, if anybody may read it."}]',1783843204000);
CREATE TABLE seen (feed TEXT NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (feed, key)) STRICT, WITHOUT ROWID;
INSERT INTO "seen" VALUES('calls','m1',1781424001000);
INSERT INTO "seen" VALUES('calls','m2',1781424001000);
INSERT INTO "seen" VALUES('calls','m3',1781424002000);
INSERT INTO "seen" VALUES('calls','m4',1781424003000);
INSERT INTO "seen" VALUES('calls','m5',1781424004000);
CREATE TABLE stamps (counter TEXT PRIMARY KEY, stamp TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "stamps" VALUES('calls','{"epoch":0,"last":4}');
INSERT INTO "stamps" VALUES('city','{"epoch":0,"last":3}');
CREATE TABLE vault (key TEXT PRIMARY KEY, field TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "vault" VALUES('4J_2NIemEst2EccvNblE7J','report/caller',X'3B1B5A60B718FAC9210E42E63150B487E4F63EFD946B7783EEE3ED7FAC5618EEF6315C1946');
INSERT INTO "vault" VALUES('4jNgdt6uvJ_FaKvMdVH37_','report/narrative',X'DB1B48DCBB664BABA885ED04513F318F4F27F4C6286A601A86F6ACEBA179FA40E60F15DF330624EEC7BC6ADA497195981E98D5BB890A0D432F7FCACCD0');
INSERT INTO "vault" VALUES('G8ROMQCJ1zeSYOHqDDJoOa','report/caller',X'8C24B833553A1276C52F79B7F430A9048F25BAEEEC75DD445ED43F3FDCE1E3EFFDA443BF16');
INSERT INTO "vault" VALUES('GlmHiJtuQt81PurabVKM5r','report/phone',X'8A5E4A6CA408308578BFE4F2AE5E6CB1C99212435BDF758D26715A7252C914C88820DDC0A7B9DA');
INSERT INTO "vault" VALUES('d9ms0FVMDDnPEM4m95y7UB','report/phone',X'D9F2BF12AD56FC2D54011D25100DB511965F2C91098FDD7E653B4954328898E2CD2DF0E0C3C2D8');
INSERT INTO "vault" VALUES('vPu7HiRHplAQ8vAhBVABYz','report/phone',X'83BF89C7447F04B57CEEB5C0AB2EA5FA0D432D93348CE46764B97F1A231E26A1E2CD259302F011');
CREATE INDEX quarantine_feed ON quarantine (feed, id);
COMMIT;
PRAGMA user_version = 1;
