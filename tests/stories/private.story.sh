#!/usr/bin/env bash
# What few may see, and nobody else by any command.

need mahi init
bring office <<'END'
code,kind
msd,ministry
wi,service
akl,region
newton,service_centre
END
bring staff <<'END'
login,name,office,role,sees_restricted
ana,Ana Ngata,newton,case_manager,yes
ben,Ben Hall,newton,case_manager,no
kit,Kit Moss,newton,work_broker,
END
bring client <<'END'
number,family_name,source,method
17,Perera,client,interview
18,Wáng,client,interview
END
bring residence <<'END'
client,effective_from,effective_to,status,entry_category,source,method
17,1999-02-13,2000-05-31,temporary,family,document,document
18,1995-08-31,,resident,skilled,document,document
END

promise "R41: a wellbeing note is kept with consent, and shown to those who may see it"
bring wellbeing_note <<'END'
client,effective_from,note,support_offered,consent,source,method
17,2000-08-20,"Sleeps badly since the winter, says she",Doctor on Dominion Rd,yes,client,interview
END
expect_ok mahi --as ana show client 17
expect_out 'Sleeps badly since the winter'
expect_ok mahi --as ana list wellbeing_note
expect_out 'Sleeps badly'
offer wellbeing_note <<'END'
client,effective_from,note,source,method
17,2000-08-21,No consent asked,client,interview
END
expect_equal 3 "$CODE"
expect_err 'consent'
promise "R41: nobody gives themselves that right, nor to anybody else, but an administrator"
expect_exit 3 mahi --as ben record staff login=ben sees_restricted=yes
expect_err 'only an administrator says who sees restricted records'
expect_exit 3 mahi --as ben record staff login=ben role=administrator
expect_exit 3 mahi --as ana record staff login=ben sees_restricted=yes # who has it cannot pass it on
for row in 'ben,Ben,administrator,,' 'new,New,case_manager,yes,' 'kit,Kit Moss,administrator,yes,'; do
    printf 'login,name,role,sees_restricted,left_on\n%s\n' "$row" >staff_new.csv
    expect_exit 3 mahi --as ben import staff staff_new.csv
    expect_out 'ask one to write that down'
done
expect_exit 3 mahi --as ben record staff login="$(columns login,role staff | sed -n 's/|administrator$//p')" left_on=2000-01-01
expect_ok mahi --as ben record staff login=kit name='Kit Moss-Hall' # the rest anybody may write
expect_ok mahi --as ben record staff login=ana name='Ana N. Ngata'
expect_ok mahi record staff login=kit role=administrator
expect_ok mahi --as kit record staff login=new name=New sees_restricted=yes
expect_ok mahi record staff login=kit role=work_broker
expect_ok mahi doctor # what Kit gave as administrator stands
promise "R41: it is shown to nobody else, by no command, and the refusal says whom to ask"
for login in ben kit; do # ben is said not to see it, of kit nobody has said anything
    expect_ok mahi --as "$login" show client 17
    expect_no_out 'Sleeps|Dominion|[Ww]ellbeing'
    expect_out 'restricted records are left out'
    for format in csv json html; do
        expect_ok mahi --as "$login" --format "$format" show client 17
        expect_no_out 'Sleeps|Dominion'
    done
    for words in "list wellbeing_note" "show wellbeing_note 17" "export wellbeing_note" "export wellbeing_note --known 2030-01-01" \
        "table wellbeing_note --rows consent" "import wellbeing_note wellbeing_note.csv"; do
        # shellcheck disable=SC2086  # the words of a command
        expect_exit 5 mahi --as "$login" $words
        expect_no_out
        expect_err 'restricted.*administrator'
    done
done
expect_equal 1 "$(sql 'select count(*) from wellbeing_note')"
promise "R41: a restricted field is left out of what they see, said so, and refused when they ask for it or bring it; what they import leaves it as it is"
expect_ok mahi --as ben show client 17
expect_no_out 'Family.*temporary|Entry category'
expect_ok mahi --as ben export residence
expect_no_out 'entry_category|skilled'
expect_err '1 restricted column is left out'
expect_ok mahi --as ben list residence
expect_no_out 'Entry category|Skills'
expect_exit 5 mahi --as ben table residence --rows entry_category
expect_no_out
expect_err 'entry_category.*restricted'
expect_exit 5 mahi --as ben import residence residence.csv
expect_err 'entry_category'
printf 'client,effective_from,status,source,method\n18,1995-08-31,citizen,document,document\n' >citizen.csv
expect_ok mahi --as ben import residence citizen.csv
expect_ok columns client,status,entry_category residence
expect_out '^18\|citizen\|skilled$'
