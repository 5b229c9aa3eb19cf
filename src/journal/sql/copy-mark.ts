/** SQL: the table that is there while a journal is being copied into the place. */
export const COPY_MARK = "copy_under_way";
