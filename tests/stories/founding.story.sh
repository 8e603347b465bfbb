#!/usr/bin/env bash
# The four founding programmes, as files that ship: they load anywhere, come out the same, and say what nobody wrote down in 2000.

export MAHI_TODAY=2000-06-01
programmes=(mwt me thrive crm)
need mahi init

promise "R4-R6, R8: each founding programme loads into an empty database and comes out word for word"
for code in "${programmes[@]}"; do
    expect_ok mahi programme load "$SHARE/programmes/$code.yaml"
    grep -v '^#' "$SHARE/programmes/$code.yaml" >"$code.yaml"
    need mahi programme export "$code"
    cp out written.yaml
    expect_same "$code.yaml" written.yaml
    expect_ok mahi programme load "$SHARE/programmes/$code.yaml"
    expect_out ' 0 records new, 0 changed, '
    expect_ok mahi programme show "$code"
done
promise "R5: what a programme grew from stands with it"
expect_equal focis "$(columns code,predecessor programme | sed -n 's/^thrive|//p')"
expect_ok mahi programme show thrive
expect_out 'Extension of focis'
promise "R59, R147: (F13) not one of their objectives can be measured, for nobody wrote down a target"
expect_ok mahi --format csv board objectives
expect_lines 31 ',(0|no),(0|1|no|yes)$'
promise "R130, R192, R226: (F7, F13, F19) none of them would be locked today, and what is missing is said"
for code in "${programmes[@]}"; do
    expect_exit 3 mahi programme lock "$code"
    expect_err 'what the local labour market can take'
    expect_err 'in how many weeks the outcome is expected'
    expect_err 'nobody to compare with'
done
promise "R191: (F41) Work Track worked on the client's side alone"
expect_ok mahi --format csv board barrier_sides --programme mwt
expect_out '^mwt,2,0,0,0,3,"supply side alone'
promise "R116: (F48) whom Thrive left out is part of its design"
expect_ok mahi --format csv programme show thrive
expect_out '^pacific,No,|^pacific,no,'
promise "R162: a design travels: Work Track's model in another region"
bring office <<<$'code,kind\ntaranaki,region'
expect_ok mahi programme copy mwt mwt-taranaki --region taranaki
expect_ok mahi targeting mwt-taranaki

# What both say of the programmes.
shared() {
    columns code,name,region,starts_on,ends_on,status,predecessor,for_whom,objectives,methods,comparison programme
    columns programme,rank,label,version,need criterion
    columns code,text question_version
    columns code,label,measure outcome
    columns code,months_after wave
}
promise "R4: the sample of made-up people and the files agree, in either order"
need mahi load "$SHARE/samples/pilots-2000"
expect_out 'rows: [0-9]+ new, 6 changed'
shared >before
for code in "${programmes[@]}"; do
    expect_ok mahi programme load "$SHARE/programmes/$code.yaml"
    expect_out ' 0 records new, 0 changed, '
done
shared >after
expect_same before after
fresh_database
need mahi init
need mahi load "$SHARE/samples/pilots-2000"
for code in "${programmes[@]}"; do
    expect_ok mahi programme load "$SHARE/programmes/$code.yaml"
    expect_out 'known already, 0 taken out'
done
promise "R78: (F5) and every figure still comes from one list"
expect_ok mahi compare mwt
expect_out '38'
