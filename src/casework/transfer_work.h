/* transfer_work: private to transfer*.c. */
#ifndef CASEWORK_TRANSFER_WORK_H
#define CASEWORK_TRANSFER_WORK_H

#include "casework/transfer.h"

/* Moves the person, within the caller's transaction; head->to_staff_id is known. */
bool transfer_move(struct arena *arena, struct store *store, const struct transfer_head *head, int32_t day,
                   const char *because, struct transfer_moved *moved, struct err *err);

#endif
