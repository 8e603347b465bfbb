# shellcheck shell=bash
# register: the made-up people of the stories about questions, as at Monday 2 October 2000. Each is called after the one thing in which
# they differ; all else is alike: eight weeks registered, on a work-tested benefit, SGI 3, clear English that was tested and checked,
# two years in the country, a degree from overseas and no job so far.
#
#   name             weeks   SGI  English    since       qualification or job      group
#   usual            8       3    clear      1998-10-02  degree                    sinhalese
#   weeks-26         182 days                                                      the last day that is within 26 weeks
#   weeks-26-1       183 days                                                      the first that is over
#   sgi-1 … sgi-5, sgi-none
#   years-5          arrived 1995-10-02; years-5-1 the day before
#   job-only         a job overseas, and known to have no qualification; neither: known to have none of both; nobody-asked: nothing known
#   impression       English by an officer's impression, checked by nobody; unchecked: tested, checked by nobody
#   samoan, indo-fijian, nothing (on the register and no more)

export DAY=2000-10-02
readonly PEOPLE='usual weeks-26 weeks-26-1 sgi-1 sgi-2 sgi-4 sgi-5 sgi-none years-5 years-5-1 job-only neither nobody-asked impression unchecked samoan indo-fijian nothing'

# IN a field's usual value, then name=value of those who differ. Prints "name,value" a line; a value of - leaves the person out.
each_person() {
    local usual=$1 name value differs
    shift
    for name in $PEOPLE; do
        value=$usual
        for differs in "$@" nothing=-; do
            [[ ${differs%%=*} != "$name" ]] || value=${differs#*=}
        done
        [[ $value == - ]] || echo "$name,$value"
    done
}

# IN a record, its further columns, what follows the value in each row, then what each_person takes.
bring_each() {
    local record=$1 columns=$2 rest=$3
    shift 3
    bring "$record" < <(echo "client,$columns"; each_person "$@" | sed "s/\$/$rest/")
}

bring office <<<$'code,kind\nnewton,service_centre'
bring staff <<'ROWS'
login,name,office,role,sees_restricted
ana,Ana Ngata,newton,case_manager,yes
ben,Ben Hall,newton,case_manager,no
ROWS
bring cultural_group <<'ROWS'
code,label,part_of
pacific,Pacific peoples,
samoan,Samoan,pacific
indo-fijian,Indo-Fijian,pacific
sinhalese,Sinhalese,
ROWS
bring client < <(
    echo 'number,family_name,arrived_on,cultural_group,gender,source,method'
    each_person '1998-10-02,sinhalese' years-5=1995-10-02,sinhalese years-5-1=1995-10-01,sinhalese samoan=1998-10-02,samoan \
        indo-fijian=1998-10-02,indo-fijian | sed -E 's/^([^,]*),(.*)/\1,\1,\2,female,client,interview/'
    echo 'nothing,nothing,,,,client,statement'
)
bring register_spell < <(
    echo 'client,effective_from,office,source,method'
    each_person 2000-08-07 weeks-26=2000-04-03 weeks-26-1=2000-04-02 | sed 's/$/,newton,officer,record/'
    echo 'nothing,2000-08-07,newton,officer,record'
)
bring_each benefit_spell effective_from,type,work_tested,source,method ,unemployment,yes,agency,record 2000-08-07
bring_each sgi_rating rating,effective_from,rater,source,method ,2000-08-07,ana,officer,interview 3 \
    sgi-1=1 sgi-2=2 sgi-4=4 sgi-5=5 sgi-none=-
for skill in speaking understanding; do
    bring_each english_level level,skill,effective_from,assessor,source,method,verified_by,verified_on \
        ",$skill,2000-08-09,Language School,provider,test,ana,2000-08-10" clear impression=- unchecked=-
    bring english_level <<ROWS
client,skill,level,effective_from,assessor,source,method
impression,$skill,clear,2000-08-09,Ben Hall,officer,officer_impression
unchecked,$skill,clear,2000-08-09,Language School,provider,test
ROWS
done
bring qualification < <(
    echo 'client,number,title,level,country,effective_from,source,method'
    each_person Q job-only=- neither=- nobody-asked=- | sed -E 's/^([^,]*),.*/\1,Q-\1,BSc,6,LK,1990-05-01,document,document/'
)
bring work_history <<'ROWS'
client,title,country,effective_from,effective_to,source,method
job-only,Surveyor,LK,1990-01-01,1997-12-31,client,interview
ROWS
bring none_known <<'ROWS'
client,what,effective_from,source,method
job-only,qualifications,2000-08-07,client,interview
neither,qualifications,2000-08-07,client,interview
neither,work_history,2000-08-07,client,interview
ROWS
