#!/bin/bash
# Runs once, when the primary's database is made: a standby may follow it, and from the next start on nothing is
# acknowledged that the standby does not have.
set -euo pipefail
echo "host replication $POSTGRES_USER all scram-sha-256" >> "$PGDATA/pg_hba.conf"
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command \
  "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby)'"
