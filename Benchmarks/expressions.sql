-- The table and the expressions of `Benchmarks/run expressions`. A column is its name, our type and DuckDB's query of
-- its values by the row's number `i`; one row in ten is null. `h(i, salt)` is a random number. An expression that DuckDB
-- writes otherwise has its form behind ` -- duckdb: `.

-- column n | int32 | 1 + h(i, 1) % 100
-- column k | int64 | h(i, 2) % 2000000 - 1000000
-- column s | int32 | 1 + h(i, 3) % 9
-- column x | float64 | (h(i, 4) % 2000000 - 1000000) / 1000
-- column y | float64 | (1 + h(i, 5) % 100000) / 100
-- column f | float32 | (h(i, 6) % 100000) / 8
-- column total | decimal(12,2) | (h(i, 7) % 1000000) / 100
-- column tax | decimal(12,2) | (1 + h(i, 8) % 20000) / 100
-- column b | bool | h(i, 9) % 2 = 0
-- column c | bool | h(i, 10) % 10 = 0
-- column status | text | ['delivered', 'shipped', 'canceled', 'paid', 'new', 'invoiced', 'processing', 'unavailable'][1 + h(i, 11) % 8]
-- column name | text | ['Anna', 'Ioana', 'Ștefan', 'José', 'Mary Jane', 'Maximilian', 'Li', 'Oluwaseun', 'Bob', 'Chloë'][1 + h(i, 12) % 10] || ' ' || ['Smith', 'Popescu', 'Müller', 'Garcia', 'Van der Berg', 'Okonkwo', 'Lee', 'Novák', 'Johnson', 'Brown'][1 + h(i, 13) % 10]
-- column email | text | 'user.' || (h(i, 14) % 1000000) || '@' || ['example.com', 'mail.example.org', 'shop.example.net'][1 + h(i, 15) % 3]
-- column note | text | 'Order ' || i || ' was left at the ' || ['front door', 'garage', 'neighbour, third floor', 'parcel box near the station'][1 + h(i, 16) % 4] || '; please call ' || (h(i, 17) % 1000000000) || repeat(' and ring the bell', (h(i, 18) % 8)::int) || case when h(i, 19) % 5 = 0 then ' URGENT' else '' end
-- column csv | text | (h(i, 20) % 1000) || ',' || ['red', 'green', 'blue'][1 + h(i, 21) % 3] || ',' || (h(i, 22) % 100)
-- column padded | text | repeat(' ', (h(i, 23) % 4)::int) || 'A-' || (h(i, 24) % 100000) || repeat(' ', (h(i, 25) % 4)::int)
-- column digits | text | (h(i, 26) % 1000000)::varchar
-- column number | text | ((h(i, 27) % 10000000) / 1000)::varchar
-- column day_text | text | (date '2015-01-01' + (h(i, 28) % 3650)::int)::varchar
-- column moment_text | text | (timestamp '2015-01-01' + to_seconds(h(i, 29) % 300000000))::varchar
-- column uuid_text | text | md5(i::varchar)::uuid::varchar
-- column d | date | date '2015-01-01' + (h(i, 30) % 3650)::int
-- column e | date | date '2015-01-01' + (h(i, 31) % 3650)::int
-- column ts | timestamp | timestamp '2015-01-01' + to_microseconds(h(i, 32) % 300000000000000)
-- column tsx | timestamp | timestamp '2015-01-01' + to_microseconds(h(i, 33) % 300000000000000)
-- column tl | timestamp(local) | timestamp '2018-01-01' + to_seconds(i * 17)
-- column tm | time | time '00:00:00' + to_microseconds(h(i, 34) % 86400000000)
-- column u | uuid | md5((i + 7)::varchar)::uuid
-- column v | uuid | md5((i + h(i, 35) % 2 * 7)::varchar)::uuid
-- column bs | bytes | unhex(md5(i::varchar))
-- column j | json | '{"city": "' || ['Wien', 'Cluj', 'São Paulo', 'Lagos'][1 + h(i, 36) % 4] || '", "zip": ' || (h(i, 37) % 100000) || ', "tags": ["a", "b"], "geo": {"lat": ' || (h(i, 38) % 90) || '.5, "lon": 16.4}, "vip": ' || (h(i, 39) % 2 = 0) || '}'
-- column li | list<int32> | list_transform(range(h(i, 40) % 6), lambda p: (p * 7 + i) % 100)
-- column lt | list<text> | list_transform(range(h(i, 41) % 4), lambda p: ['new', 'sale', 'gift', 'fragile', 'express shipping'][1 + (p + i) % 5])
-- column st | struct<a: int32, b: text> | struct_pack(a := (h(i, 42) % 100)::int, b := 'item ' || (h(i, 43) % 50))
-- column m | map<text,int32> | map(['red', 'green'], [(h(i, 44) % 10)::int, (h(i, 45) % 10)::int])

-- # comparison
n = s
k < 1000
x >= y
total > tax
status = 'delivered'
status <> name
name < email
ts < tsx
d = e
u = v
b = c
n is distinct from s
x between -10.0 and 10.0
n in (1, 5, 9)
k in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120)
status in ('paid', 'new')
status in ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'new', 'paid', 'shipped')
ts > timestamp '2018-06-08 16:26:00'

-- # arithmetic
n + s
k - n
k * 3
n * s + k
k // 7
k % s
x + y
x * y - 2.5
x / y
n / s
total + tax
total * tax
total * 1.2
total / tax
-k
abs(x)
n & 7
n << 2

-- # logic
b and c
b or n > 50
not b
n > 10 and x < 0 and status = 'paid'

-- # case and nulls
case when n > 50 then 'many' when n > 10 then 'few' end
case when n > 90 then x when n > 50 then y else 0.0 end
case status when 'delivered' then 1 when 'shipped' then 2 when 'paid' then 3 end
case when c then name else email end
coalesce(x, y)
coalesce(x, y * 2.0, x + y)
coalesce(name, email)
nullif(n, 5)
greatest(n, s)
least(x, y)
if(b, n, s)

-- # casts
n::int64
k::int32
x::int64
n::float64
n::decimal(12,2)
x::decimal(12,2)
total::float64
n::text
x::text
total::text
b::text
d::text
ts::text
u::text
digits::int32
number::float64
number::decimal(12,3)
day_text::date
moment_text::timestamp
uuid_text::uuid
try_cast(digits as int64)
try_cast(name as int64)
d::timestamp
ts::date
ts::time

-- # patterns
status like 'del%'
email like '%.org'
note like '%station%'
note like 'Order%door%'
email like 'user._1%'
name ilike '%SMITH%'
regexp_matches(email, '^user[.][0-9]+@mail')
regexp_matches(note, 'URGENT|station')
regexp_extract(email, '@([a-z]+)[.]', 1)
regexp_replace(email, '[0-9]+', '#')
regexp_replace(note, '[aeiou]', '', 'g')

-- # text
name || ' <' || email || '>'
concat(name, n)
concat_ws(', ', name, status, email)
lower(name)
upper(email)
upper(status)
trim(padded)
ltrim(padded)
rtrim(padded)
length(name)
length(note)
octet_length(name) -- duckdb: strlen(name)
substring(email, 6, 4)
substring(name, 2, 5)
left(note, 10)
right(email, 3)
reverse(email)
repeat(status, 3)
replace(email, '.', '-')
replace(note, 'bell', 'horn')
split_part(csv, ',', 2)
strpos(email, '@')
starts_with(email, 'user.1')
ends_with(email, '.com')
contains(note, 'garage')
lpad(digits, 8, '0')
rpad(status, 12, '.')
ascii(name)
chr(n + 64)
translate(email, '@.', '##')
to_base64(bs)
hex(bs)
url_encode(email)

-- # numbers
sign(x)
round(x)
round(x, 2)
round(total, 1)
floor(x)
ceil(y)
trunc(x)
mod(k, 7)
power(y, 2.0)
sqrt(y)
ln(y)
exp(x / 1000)
log10(y)
sin(x)

-- # dates and times
year(ts)
quarter(d)
month(ts)
day(d)
dayofyear(d)
dayofweek(ts)
week(d)
hour(ts)
minute(tm)
second(ts)
dayname(ts)
monthname(d)
date_trunc('hour', ts)
date_trunc('month', ts)
date_part('year', ts)
date_diff('day', ts, tsx)
date_diff('month', d, e)
date_add(ts, interval 3 days)
ts + interval 1 month
d + 7
d - e
epoch(ts)
epoch_ms(ts)
strftime(ts, '%d.%m.%Y %H:%M')
strptime(moment_text, '%Y-%m-%d %H:%M:%S')
to_timestamp(x)
make_date(n + 1950, s, n % 28 + 1)
last_day(d)
tl at time zone 'Europe/Vienna'
epoch(tsx - ts)

-- # identities
md5(email)
sha256(email)
hash(email)
hash(k)
uuid()

-- # json
j -> 'geo'
j ->> 'city'
json_extract(j, '$.geo.lat')
json_extract_string(j, '$.tags[0]')
(j ->> 'zip')::int32
json_array_length(j -> 'tags')

-- # lists, structs and maps
st.a
st.b
li[1]
len(li)
list_contains(li, 7)
list_contains(lt, 'gift')
list_position(li, 7)
case when b then [n, s] end
case when b then {'a': n, 'b': status} end
m['red']
map(['a', 'b'], [n, s])
list_sort(li)
list_distinct(li)
list_concat(li, li)
array_to_string(lt, ', ')
li[2:3]
string_split(csv, ',')
li = [1, 2]
