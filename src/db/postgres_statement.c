#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/libpq.h"
#include "db/postgres_db.h"
#include "base/banned.h"

enum { BOOL_OID = 16, CLOSED_MAX = 1000 };

struct parameter {
    enum { PARAMETER_null, PARAMETER_number, PARAMETER_text } kind;
    char digits[32];
    struct text text; /* the caller's until the first step, then copied with a terminator */
};

struct postgres_statement {
    struct statement statement;
    char name[16];
    struct parameter *parameters;
    const char **values;
    struct str texts;
    PGresult *result; /* of the whole, or of a stream the row at hand */
    int row;
    bool under_way; /* a stream was sent and is not at its end */
    bool guarded;   /* by a savepoint, so that a stream may be broken off and the transaction go on */
};

static struct postgres_statement *own(struct statement *statement)
{
    return (struct postgres_statement *)statement;
}

static struct postgres_db *db_of(const struct statement *statement)
{
    return (struct postgres_db *)statement->db;
}

/* Prepare and close. */

static void forget_closed(struct postgres_db *db)
{
    if (db->closed.length < CLOSED_MAX || db->pq->transactionStatus(db->conn) == PQTRANS_INERROR)
        return;
    db->pq->clear(db->pq->exec(db->conn, db->closed.at));
    str_cut(&db->closed, 0);
}

static bool succeeded(struct postgres_db *db, const PGresult *result, const char *sql, struct err *err)
{
    return db->pq->resultStatus(result) == PGRES_COMMAND_OK || postgres_failed(db, result, sql, err);
}

/* The greatest $n outside quotes. The server could be asked, for one more round trip with every statement. */
static int count_parameters(const char *sql)
{
    int count = 0;
    bool quoted = false;
    for (; *sql != '\0'; sql++) {
        quoted ^= *sql == '\'';
        if (quoted || *sql != '$')
            continue;
        int number = 0;
        for (; sql[1] >= '0' && sql[1] <= '9' && number < 1000; sql++)
            number = number * 10 + (sql[1] - '0');
        count = number > count ? number : count;
    }
    return count;
}

bool postgres_prepare(struct db *db, struct statement **out, const char *sql, bool stream, struct err *err)
{
    (void)stream;
    struct postgres_db *postgres = (struct postgres_db *)db;
    forget_closed(postgres);
    struct postgres_statement *made = memory_alloc(sizeof *made);
    *made = (struct postgres_statement){.row = -1};
    snprintf(made->name, sizeof made->name, "m%u", ++postgres->statement_count);
    PGresult *prepared = postgres->pq->prepare(postgres->conn, made->name, sql, 0, NULL);
    bool ok = succeeded(postgres, prepared, sql, err);
    postgres->pq->clear(prepared);
    if (!ok) {
        free(made);
        return false;
    }
    made->statement.parameter_count = count_parameters(sql);
    size_t count = (size_t)made->statement.parameter_count;
    made->parameters = memory_alloc((count + 1) * sizeof *made->parameters);
    memset(made->parameters, 0, (count + 1) * sizeof *made->parameters);
    made->values = memory_alloc((count + 1) * sizeof *made->values);
    str_init(&made->texts);
    *out = &made->statement;
    return true;
}

/* Takes what is left of a stream off the connection; the transaction goes on as if it had never been. */
static void break_off(struct postgres_statement *own_statement)
{
    if (!own_statement->under_way)
        return;
    struct postgres_db *db = db_of(&own_statement->statement);
    char words[256];
    PGcancel *cancel = db->pq->getCancel(db->conn);
    db->pq->cancel(cancel, words, sizeof words); /* when it fails, the rows are only read for longer */
    db->pq->freeCancel(cancel);
    PGresult *rest;
    while ((rest = db->pq->getResult(db->conn)) != NULL)
        db->pq->clear(rest);
    if (own_statement->guarded)
        db->pq->clear(db->pq->exec(db->conn, "ROLLBACK TO mahi_stream; RELEASE mahi_stream"));
    own_statement->under_way = own_statement->guarded = false;
}

void postgres_reset(struct statement *statement)
{
    struct postgres_statement *of = own(statement);
    break_off(of);
    db_of(statement)->pq->clear(of->result);
    of->result = NULL;
    of->row = -1;
    for (int i = 0; i < statement->parameter_count; i++)
        of->parameters[i].kind = PARAMETER_null;
}

void postgres_statement_close(struct statement *statement)
{
    struct postgres_statement *of = own(statement);
    break_off(of);
    db_of(statement)->pq->clear(of->result);
    str_addf(&db_of(statement)->closed, "DEALLOCATE %s;", of->name);
    str_clear(&of->texts);
    free(of->values);
    free(of->parameters);
    free(of);
}

/* Bind. */

void postgres_bind_null(struct statement *statement, int parameter)
{
    own(statement)->parameters[parameter].kind = PARAMETER_null;
}

void postgres_bind_int(struct statement *statement, int parameter, int64_t value)
{
    struct parameter *bound = &own(statement)->parameters[parameter];
    bound->kind = PARAMETER_number;
    snprintf(bound->digits, sizeof bound->digits, "%" PRId64, value);
}

void postgres_bind_real(struct statement *statement, int parameter, double value)
{
    struct parameter *bound = &own(statement)->parameters[parameter];
    bound->kind = PARAMETER_number;
    snprintf(bound->digits, sizeof bound->digits, "%.17g", value);
}

void postgres_bind_text(struct statement *statement, int parameter, struct text value)
{
    struct parameter *bound = &own(statement)->parameters[parameter];
    bound->kind = PARAMETER_text;
    bound->text = value;
}

/* Lays the values out as libpq wants them: zero-terminated, NULL for null. */
static bool lay_out(struct postgres_statement *of, struct err *err)
{
    str_cut(&of->texts, 0);
    for (int i = 0; i < of->statement.parameter_count; i++) {
        struct parameter *bound = &of->parameters[i];
        if (bound->kind != PARAMETER_text)
            continue;
        if (memchr(bound->text.at, '\0', bound->text.length) != NULL)
            return err_set(err, ERR_input, "A text holds a zero byte after \"%s\"; take it out.",
                           bound->text.at);
        str_add_bytes(&of->texts, bound->text.at, bound->text.length);
        str_add_char(&of->texts, '\0');
    }
    const char *text = of->texts.at; /* which moves no more */
    for (int i = 0; i < of->statement.parameter_count; i++) {
        struct parameter *bound = &of->parameters[i];
        of->values[i] = bound->kind == PARAMETER_number ? bound->digits
                        : bound->kind == PARAMETER_text ? text
                                                        : NULL;
        if (bound->kind == PARAMETER_text)
            text += bound->text.length + 1;
    }
    return true;
}

/* Step. */

static void count_changes(struct postgres_statement *of)
{
    const struct libpq *pq = db_of(&of->statement)->pq;
    const char *tag = pq->cmdStatus(of->result);
    if (strncmp(tag, "SELECT", 6) != 0)
        of->statement.changes = strtoll(pq->cmdTuples(of->result), NULL, 10);
}

static bool step_whole(struct postgres_statement *of, bool *row, struct err *err)
{
    struct postgres_db *db = db_of(&of->statement);
    if (of->result == NULL) {
        if (!lay_out(of, err))
            return false;
        of->result = db->pq->execPrepared(db->conn, of->name, of->statement.parameter_count, of->values, NULL,
                                          NULL, 0);
        ExecStatusType status = db->pq->resultStatus(of->result);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
            return postgres_failed(db, of->result, of->statement.sql, err);
        of->statement.column_count = db->pq->nfields(of->result);
    }
    *row = ++of->row < db->pq->ntuples(of->result);
    if (!*row)
        count_changes(of);
    return true;
}

static bool send(struct postgres_statement *of, struct err *err)
{
    struct postgres_db *db = db_of(&of->statement);
    if (!lay_out(of, err))
        return false;
    if (db->db.in_transaction && !db->db.spoiled) {
        if (!postgres_execute(&db->db, "SAVEPOINT mahi_stream", err))
            return false;
        of->guarded = true;
    }
    if (db->pq->sendQueryPrepared(db->conn, of->name, of->statement.parameter_count, of->values, NULL, NULL,
                                  0) == 0 ||
        db->pq->setSingleRowMode(db->conn) == 0)
        return postgres_failed(db, NULL, of->statement.sql, err);
    of->under_way = true;
    return true;
}

/* The last result of a stream is in: takes the NULL that follows it, and lets the savepoint go. */
static bool finish(struct postgres_statement *of, bool ok, struct err *err)
{
    struct postgres_db *db = db_of(&of->statement);
    PGresult *rest;
    while ((rest = db->pq->getResult(db->conn)) != NULL)
        db->pq->clear(rest);
    bool guarded = of->guarded;
    of->under_way = of->guarded = false;
    return ok && (!guarded || postgres_execute(&db->db, "RELEASE mahi_stream", err));
}

static bool step_stream(struct postgres_statement *of, bool *row, struct err *err)
{
    struct postgres_db *db = db_of(&of->statement);
    if (!of->under_way && !send(of, err))
        return false;
    db->pq->clear(of->result);
    of->result = db->pq->getResult(db->conn);
    of->row = 0;
    switch (db->pq->resultStatus(of->result)) {
    case PGRES_SINGLE_TUPLE:
        of->statement.column_count = db->pq->nfields(of->result);
        *row = true;
        return true;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        count_changes(of);
        return finish(of, true, err);
    default:
        postgres_failed(db, of->result, of->statement.sql, err);
        return finish(of, false, err);
    }
}

bool postgres_step(struct statement *statement, bool *row, struct err *err)
{
    return statement->stream ? step_stream(own(statement), row, err) : step_whole(own(statement), row, err);
}

/* The row at hand. */

bool postgres_is_null(struct statement *statement, int column)
{
    return db_of(statement)->pq->getisnull(own(statement)->result, own(statement)->row, column) != 0;
}

struct text postgres_column_text(struct statement *statement, int column)
{
    struct postgres_statement *of = own(statement);
    struct text text = {db_of(statement)->pq->getvalue(of->result, of->row, column),
                        (size_t)db_of(statement)->pq->getlength(of->result, of->row, column)};
    if (db_of(statement)->pq->ftype(of->result, column) == BOOL_OID &&
        text.length == 1) /* a comparison is 1 or 0, as on SQLite */
        text.at = text.at[0] == 't' ? "1" : "0";
    return text;
}

int64_t postgres_column_int(struct statement *statement, int column)
{
    const char *digits = postgres_column_text(statement, column).at;
    char *end;
    long long value = strtoll(digits, &end, 10);
    return *end == '.' || *end == 'e' ? (int64_t)strtod(digits, NULL) : value; /* cut off, as SQLite does */
}

double postgres_column_real(struct statement *statement, int column)
{
    return strtod(postgres_column_text(statement, column).at, NULL);
}
