import { addressesOf } from "../../journal/postgres/connection/addresses.ts";
import { described, keys, written } from "./configuration-values.ts";

const addressHint = "write an address like postgres://espera@db.example/espera?sslmode=verify-full";

/** A PostgreSQL database in which the journal is kept. */
export const store = keys(
  {
    address: described(
      written((text) => (addressesOf(text).length > 0 ? text : null), addressHint),
      "like `postgres://espera@db.example/espera?sslmode=verify-full`",
      "A PostgreSQL database, version 15 or newer. With `sslmode=verify-full` the server has to show a certificate of its name; `sslrootcert` names the file of the authority that signed it. With several servers, `db1.example,db2.example`, Espera finds the one that is the primary.",
    ),
    passwordFile: described(
      written(
        (text) => (text.startsWith("/") ? text : null),
        "write a whole path, like /etc/espera/database-password",
      ).optional(),
      "whole path",
      "The file with the database user's password.",
      "that of `PGPASSWORD` or of `~/.pgpass`",
    ),
  },
  addressHint,
);
