#include "casework/feed.h"

#include "store/form.h"
#include "base/banned.h"

bool feed_read(struct arena *arena, struct store *store, int64_t until, struct err *err)
{
    struct form form;
    struct saved saved;
    bool there;
    form_new(&form, arena, dict_record(R_feed_mark));
    form_ref(&form, F_feed_mark_staff, store->staff_id);
    if (!form_find(&form, store, &there, err))
        return false;
    if (there && form_number(&form, F_feed_mark_read_until) >= until)
        return true;
    form_value(&form, F_feed_mark_read_until, value_number(until));
    return form_save(&form, store, NULL, &saved, err);
}
