-- Searches ignore accents on Latin and Greek letters and invisible characters from here on, so names that are there already are
-- brought into the new form: what NameSearch.fold does, starting from the form of before, which is in lower case already.
-- Names of plain ASCII stay untouched. A database of another encoding than UTF-8 has few of these characters, and PostgreSQL
-- normalises none of them.
do $migration$
begin
    if getdatabaseencoding() = 'UTF8' then
        execute $update$
            update users
            set name_folded = folded.text
            from (
                select
                    id,
                    normalize(
                        replace(replace(replace(replace(translate(
                            regexp_replace(
                                regexp_replace(
                                    normalize(name_folded, nfd),
                                    '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
                                    '', 'g'),
                                '([a-z\u00df-\u02af\u0370-\u03ff\u1e00-\u1fff])[\u0300-\u036f]+', '\1', 'g'),
                            'øłđħŧð', 'oldhtd'),
                            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
                        nfc) as text
                from users
                where name_folded ~ '[^\u0001-\u007f]'
            ) as folded
            where users.id = folded.id and users.name_folded <> folded.text
        $update$;
    end if;
end
$migration$;

-- A build before this one would write names in the old form, which searches would not find.
update portside_schema set version = 10, min_compatible = 10;
