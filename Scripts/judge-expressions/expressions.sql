-- What is held against DuckDB, and where it says `pg` against PostgreSQL too: see judge.py. One expression a line.
-- Comparisons of every type
b = bx -- pg
b <> bx -- pg
b < bx -- pg
b <= bx -- pg
b > bx -- pg
b >= bx -- pg
i8 = i8x -- pg
i8 <> i8x -- pg
i8 < i8x -- pg
i8 <= i8x -- pg
i8 > i8x -- pg
i8 >= i8x -- pg
i16 = i16x -- pg
i16 <> i16x -- pg
i16 < i16x -- pg
i16 <= i16x -- pg
i16 > i16x -- pg
i16 >= i16x -- pg
i32 = i32x -- pg
i32 <> i32x -- pg
i32 < i32x -- pg
i32 <= i32x -- pg
i32 > i32x -- pg
i32 >= i32x -- pg
i64 = i64x -- pg
i64 <> i64x -- pg
i64 < i64x -- pg
i64 <= i64x -- pg
i64 > i64x -- pg
i64 >= i64x -- pg
u8 = u8x -- pg
u8 <> u8x -- pg
u8 < u8x -- pg
u8 <= u8x -- pg
u8 > u8x -- pg
u8 >= u8x -- pg
u16 = u16x -- pg
u16 <> u16x -- pg
u16 < u16x -- pg
u16 <= u16x -- pg
u16 > u16x -- pg
u16 >= u16x -- pg
u32 = u32x -- pg
u32 <> u32x -- pg
u32 < u32x -- pg
u32 <= u32x -- pg
u32 > u32x -- pg
u32 >= u32x -- pg
u64 = u64x -- pg
u64 <> u64x -- pg
u64 < u64x -- pg
u64 <= u64x -- pg
u64 > u64x -- pg
u64 >= u64x -- pg
f32 = f32x -- pg
f32 <> f32x -- pg
f32 < f32x -- pg
f32 <= f32x -- pg
f32 > f32x -- pg
f32 >= f32x -- pg
f64 = f64x -- pg
f64 <> f64x -- pg
f64 < f64x -- pg
f64 <= f64x -- pg
f64 > f64x -- pg
f64 >= f64x -- pg
t = tx -- pg
t <> tx -- pg
t < tx -- pg
t <= tx -- pg
t > tx -- pg
t >= tx -- pg
w = wx -- pg
w <> wx -- pg
w < wx -- pg
w <= wx -- pg
w > wx -- pg
w >= wx -- pg
day = dayx -- pg
day <> dayx -- pg
day < dayx -- pg
day <= dayx -- pg
day > dayx -- pg
day >= dayx -- pg
tm = tmx -- pg
tm <> tmx -- pg
tm < tmx -- pg
tm <= tmx -- pg
tm > tmx -- pg
tm >= tmx -- pg
ts = tsx -- pg
ts <> tsx -- pg
ts < tsx -- pg
ts <= tsx -- pg
ts > tsx -- pg
ts >= tsx -- pg
tl = tlx -- pg
tl <> tlx -- pg
tl < tlx -- pg
tl <= tlx -- pg
tl > tlx -- pg
tl >= tlx -- pg
id = idx -- pg
id <> idx -- pg
id < idx -- pg
id <= idx -- pg
id > idx -- pg
id >= idx -- pg
bs = bsx -- pg
bs <> bsx -- pg
bs < bsx -- pg
bs <= bsx -- pg
bs > bsx -- pg
bs >= bsx -- pg
t || '' = t -- pg
w = 'ouzel' -- pg
'a' < w -- pg
w between 'a' and 'o' -- pg
i32 between -1000 and 1000 -- pg
i32 not between kx and k -- pg
day between date '1960-01-01' and dayx -- pg
ts between tsx and timestamp '2020-01-01 00:00:00' -- pg
f64 between -1 and 1 -- pg
id = '00000000-0000-0000-0000-000000000000' -- pg
day = '2000-02-29' -- pg
i8 = i16 -- pg
i8 < i64 -- pg
u8 < i16 -- pg
f32 < f64 -- pg
i32 = f64 -- pg
i64 > f32 -- pg
day < ts -- pg
u32 >= i32 -- pg
i16 <> u16 -- pg
f64 = f64 -- pg
f32 = f32 -- pg
f64 < 'inf'::float64 -- pg
f64 > 'nan'::float64 -- pg
-- is, is distinct from
b is null -- pg
b is not distinct from bx -- pg
i8 is null -- pg
i8 is not distinct from i8x -- pg
i16 is null -- pg
i16 is not distinct from i16x -- pg
i32 is null -- pg
i32 is not distinct from i32x -- pg
i64 is null -- pg
i64 is not distinct from i64x -- pg
u8 is null -- pg
u8 is not distinct from u8x -- pg
u16 is null -- pg
u16 is not distinct from u16x -- pg
u32 is null -- pg
u32 is not distinct from u32x -- pg
u64 is null -- pg
u64 is not distinct from u64x -- pg
f32 is null -- pg
f32 is not distinct from f32x -- pg
f64 is null -- pg
f64 is not distinct from f64x -- pg
t is null -- pg
t is not distinct from tx -- pg
w is null -- pg
w is not distinct from wx -- pg
day is null -- pg
day is not distinct from dayx -- pg
tm is null -- pg
tm is not distinct from tmx -- pg
ts is null -- pg
ts is not distinct from tsx -- pg
tl is null -- pg
tl is not distinct from tlx -- pg
id is null -- pg
id is not distinct from idx -- pg
bs is null -- pg
bs is not distinct from bsx -- pg
i32 is not null -- pg
t is distinct from tx -- pg
f64 is distinct from f64x -- pg
b is true -- pg
b is not true -- pg
b is false -- pg
b is not false -- pg
(i32 > 0) is true -- pg
i32 is distinct from null -- pg
null is null -- pg
null = null -- pg
null <> 1 -- pg
i32 = null -- pg
-- Logic with nulls
b and bx -- pg
b or bx -- pg
not b -- pg
b and null -- pg
b or null -- pg
not null -- pg
b and not bx -- pg
b or bx and b -- pg
(b or bx) and b -- pg
b and (i32 > 0) -- pg
i32 > 0 and i64 > 0 or u8 > 100 -- pg
not (i32 > 0) -- pg
b and true -- pg
b or false -- pg
b = bx -- pg
b <> bx -- pg
not b = bx -- pg
b is null or bx -- pg
b and bx and i32 > 0 and f64 > 0 -- pg
true and b -- pg
false and b -- pg
true or b -- pg
b and b is not null -- pg
-- Arithmetic of whole numbers
i8 + i8x
i8 - i8x
i8 * i8x
i8 // i8x
i8 % i8x
i8 / i8x
i16 + i16x -- pg
i16 - i16x -- pg
i16 * i16x -- pg
i16 // i16x
i16 % i16x
i16 / i16x
i32 + i32x -- pg
i32 - i32x -- pg
i32 * i32x -- pg
i32 // i32x
i32 % i32x
i32 / i32x
i64 + i64x -- pg
i64 - i64x -- pg
i64 * i64x -- pg
i64 // i64x
i64 % i64x
i64 / i64x
u8 + u8x
u8 - u8x
u8 * u8x
u8 // u8x
u8 % u8x -- pg
u8 / u8x
u16 + u16x
u16 - u16x
u16 * u16x
u16 // u16x
u16 % u16x -- pg
u16 / u16x
u32 + u32x
u32 - u32x
u32 * u32x
u32 // u32x
u32 % u32x -- pg
u32 / u32x
u64 + u64x
u64 - u64x
u64 * u64x
u64 // u64x
u64 % u64x -- pg
u64 / u64x -- pg
i8 + i16 -- pg
i16 * i32 -- pg
i32 - i64 -- pg
u8 + i8 -- pg
u8 - u16
u32 * i32 -- pg
u8 + 1
i8 + 1
i8 * 2
i8 - 100
i16 + 1000
i32 + 1 -- pg
i32 * 2 -- pg
i64 + 1 -- pg
i64 - 1 -- pg
u64 + 1
k + kx -- pg
k - kx -- pg
k * kx -- pg
k // kx
k % kx -- pg
k / kx
k / 0 -- pg
k // 0
k % 0 -- pg
0 / k -- pg
-k -- pg
-i8
-i32 -- pg
-i64 -- pg
+k -- pg
- - k -- pg
k + kx * 2 -- pg
(k + kx) * 2 -- pg
k - kx - 1 -- pg
k * kx // 3
-k % 5 -- pg
-7 // 2
-7 % 2 -- pg
7 % -2 -- pg
k * -1 -- pg
2 + 3 * 4 -- pg
10 - 4 - 3 -- pg
7 // 2 * 2
100 / 8
k // -3
mod(k, 5) -- pg
mod(k, kx) -- pg
mod(i32, 7) -- pg
mod(i64, i64x)
i64 // 1000
i64 % 1000 -- pg
u64 % 10 -- pg
u64 // 3
k + null -- pg
null * k -- pg
-- Arithmetic of floats
f32 + f32x -- pg
f32 - f32x -- pg
f32 * f32x
f32 / f32x
f32 % f32x
f64 + f64x -- pg
f64 - f64x -- pg
f64 * f64x
f64 / f64x
f64 % f64x
a + ax -- pg
a - ax -- pg
a * ax -- pg
a / ax -- pg
a % ax
f32 + f64 -- pg
i32 + f64 -- pg
i32 * f32
a + 1 -- pg
a * 2 -- pg
a - 0.5::float64 -- pg
a / 4 -- pg
a + k -- pg
a * k -- pg
k / a -- pg
a / k -- pg
-a -- pg
-f64 -- pg
-f32 -- pg
a % 3
f64 + i64 -- pg
u64 + f64 -- pg
a * a - 1 -- pg
(a + ax) / 2 -- pg
a + ax + k -- pg
a ** 2
k ** 2
a ^ 2 -- pg
2 ^ k -- pg
k ^ kx -- pg
-- abs, sign, rounding
abs(i8)
sign(i8) -- pg
abs(i16) -- pg
sign(i16) -- pg
abs(i32) -- pg
sign(i32) -- pg
abs(i64) -- pg
sign(i64) -- pg
abs(u8) -- pg
sign(u8) -- pg
abs(u64) -- pg
sign(u64) -- pg
abs(f32) -- pg
sign(f32) -- pg
abs(f64) -- pg
sign(f64) -- pg
abs(a) -- pg
sign(a) -- pg
abs(k) -- pg
sign(k) -- pg
round(a)
round(f32)
round(f64)
round(k) -- pg
floor(a) -- pg
floor(f32) -- pg
floor(f64) -- pg
floor(k) -- pg
ceil(a) -- pg
ceil(f32) -- pg
ceil(f64) -- pg
ceil(k) -- pg
ceiling(a) -- pg
ceiling(f32) -- pg
ceiling(f64) -- pg
ceiling(k) -- pg
trunc(a) -- pg
trunc(f32) -- pg
trunc(f64) -- pg
trunc(k) -- pg
round(i32) -- pg
round(a, 1)
round(a, 2)
round(a, 0)
round(a, -1)
round(a, -5)
round(a, 20)
round(f64, 2)
round(f64, -2)
round(k, -1) -- pg
round(i32, -2) -- pg
round(i64, -3)
round(i64, 2) -- pg
round(a, k)
trunc(a, 1)
trunc(a, -1)
trunc(i64)
trunc(f64, 2)
floor(a * 10) -- pg
ceil(a / 3) -- pg
even(a)
even(k)
even(f64)
-- Curves
sqrt(a) -- pg
sqrt(f64)
cbrt(a) -- pg
cbrt(f64) -- pg
exp(a) -- pg
exp(f64)
ln(a) -- pg
ln(f64)
log(a) -- pg
log(f64)
log10(a) -- pg
log10(f64)
log2(a)
log2(f64)
sin(a) -- pg
sin(f64)
cos(a) -- pg
cos(f64)
tan(a) -- pg
tan(f64)
cot(a) -- pg
cot(f64)
asin(a) -- pg
asin(f64)
acos(a) -- pg
acos(f64)
atan(a) -- pg
atan(f64) -- pg
sinh(a) -- pg
sinh(f64) -- pg
cosh(a) -- pg
cosh(f64) -- pg
tanh(a) -- pg
tanh(f64) -- pg
asinh(a) -- pg
asinh(f64) -- pg
acosh(a) -- pg
acosh(f64)
atanh(a) -- pg
atanh(f64)
degrees(a) -- pg
degrees(f64) -- pg
radians(a) -- pg
radians(f64)
sqrt(k) -- pg
sqrt(i64) -- pg
sqrt(f32)
ln(i32) -- pg
power(a, 2) -- pg
power(a, ax) -- pg
power(k, kx) -- pg
pow(2, k) -- pg
pow(f64, 2)
power(f64, f64x)
log(2, a)
log(ax, a)
log(10, i32) -- pg
atan2(a, ax) -- pg
atan2(f64, f64x) -- pg
pi() -- pg
pi() * a -- pg
exp(k) -- pg
exp(1) -- pg
sqrt(2) -- pg
ln(10) -- pg
isnan(f64)
isnan(f32)
isinf(f64)
isinf(f32)
isfinite(f64)
isfinite(f32)
isfinite(a)
sqrt(abs(a)) -- pg
ln(abs(a) + 1) -- pg
power(k, 0.5) -- pg
log2(1024)
cbrt(27) -- pg
-- Whole numbers
gcd(k, kx) -- pg
gcd(i32, i32x) -- pg
gcd(i64, i64x) -- pg
lcm(k, kx) -- pg
lcm(i32, 6)
lcm(i64, i64x) -- pg
bit_count(i8)
bit_count(i16)
bit_count(i32)
bit_count(i64)
bit_count(u8)
bit_count(u64)
factorial(k) -- pg
gcd(12, 18) -- pg
greatest_common_divisor(k, 6)
least_common_multiple(k, 4)
-- Bits
i32 & i32x -- pg
i32 | i32x -- pg
k << 2
k >> 1 -- pg
~i32 -- pg
u8 & 15 -- pg
i64 | 1 -- pg
u64 & u64x
1 << abs(k) -- pg
~u8
i8 | i8x -- pg
-- coalesce, nullif, greatest, least, case
coalesce(b, bx) -- pg
nullif(b, bx) -- pg
greatest(b, bx) -- pg
least(b, bx) -- pg
case when b then b else bx end -- pg
coalesce(i32, i32x) -- pg
nullif(i32, i32x) -- pg
greatest(i32, i32x) -- pg
least(i32, i32x) -- pg
case when b then i32 else i32x end -- pg
coalesce(i64, i64x) -- pg
nullif(i64, i64x) -- pg
greatest(i64, i64x) -- pg
least(i64, i64x) -- pg
case when b then i64 else i64x end -- pg
coalesce(u64, u64x) -- pg
nullif(u64, u64x) -- pg
greatest(u64, u64x) -- pg
least(u64, u64x) -- pg
case when b then u64 else u64x end -- pg
coalesce(f64, f64x) -- pg
nullif(f64, f64x) -- pg
greatest(f64, f64x) -- pg
least(f64, f64x) -- pg
case when b then f64 else f64x end -- pg
coalesce(t, tx) -- pg
nullif(t, tx) -- pg
greatest(t, tx) -- pg
least(t, tx) -- pg
case when b then t else tx end -- pg
coalesce(day, dayx) -- pg
nullif(day, dayx) -- pg
greatest(day, dayx) -- pg
least(day, dayx) -- pg
case when b then day else dayx end -- pg
coalesce(ts, tsx) -- pg
nullif(ts, tsx) -- pg
greatest(ts, tsx) -- pg
least(ts, tsx) -- pg
case when b then ts else tsx end -- pg
coalesce(id, idx) -- pg
nullif(id, idx) -- pg
greatest(id, idx) -- pg
least(id, idx) -- pg
case when b then id else idx end -- pg
coalesce(tm, tmx) -- pg
nullif(tm, tmx) -- pg
greatest(tm, tmx) -- pg
least(tm, tmx) -- pg
case when b then tm else tmx end -- pg
coalesce(null, i32, 0) -- pg
coalesce(i32, i64) -- pg
coalesce(i8, 1000) -- pg
coalesce(k, a) -- pg
coalesce(t, 'none') -- pg
coalesce(null, null) -- pg
nullif(k, 0) -- pg
nullif(w, '') -- pg
10 / nullif(k, 0)
greatest(k, kx, 3) -- pg
least(k, null, 5) -- pg
greatest(k, a) -- pg
least(i8, i64) -- pg
case k when 0 then 'zero' when 1 then 'one' end -- pg
case k when 0 then 'zero' else 'other' end -- pg
case when k > 0 then 'plus' when k < 0 then 'minus' else 'zero' end -- pg
case when null then 1 else 2 end -- pg
case when k > 0 then k end -- pg
case when k <> 0 then 12 // k else 0 end
case w when 'a' then 1 when 'ouzel' then 2 else 3 end -- pg
case b when true then 'yes' when false then 'no' else 'unknown' end -- pg
case when b then i8 else i64 end -- pg
case when b then k else a end -- pg
case k when null then 1 else 0 end -- pg
coalesce(nullif(w, 'a'), t) -- pg
case when b and bx then 1 when b or bx then 2 end -- pg
greatest(t, tx) -- pg
least(w, 'b') -- pg
-- in, like
k in (1, 2, 3) -- pg
k not in (1, 2, 3) -- pg
k in (1, null) -- pg
k not in (1, null) -- pg
w in ('a', 'ouzel', '') -- pg
k in (kx, 1) -- pg
i8 in (1, 1000) -- pg
day in ('2000-02-29', '1970-01-01') -- pg
b in (true) -- pg
a in (0.5, 2.5) -- pg
id in ('ffffffff-ffff-ffff-ffff-ffffffffffff') -- pg
i64 in (1, 9223372036854775807) -- pg
null in (1, 2) -- pg
f64 in (1, 'nan'::float64) -- pg
w not in ('a') -- pg
u64 in (0, 18446744073709551615) -- pg
t like '%' -- pg
t like 'a%' -- pg
t like '%a' -- pg
t like '%a%' -- pg
t like '_' -- pg
t like '__' -- pg
t like '%é%' -- pg
t like 'a_b%' -- pg
t like '' -- pg
t like '%\%%'
t like '%''%' -- pg
t like '%B%a%' -- pg
t like '_é%' -- pg
t like '%  %' -- pg
t like 'héllo%d' -- pg
t like '%ル%' -- pg
w like '%a%b%' -- pg
w not like '%a%' -- pg
w like 'A%' -- pg
w ilike 'A%' -- pg
t ilike '%É%' -- pg
t ilike 'À%' -- pg
t ilike '%SS%' -- pg
w like wx -- pg
t like tx -- pg
w like '%=_;%' -- pg
t like '%!%%' escape '!' -- pg
t like '%\_%' escape '\' -- pg
w like 'x!=%' escape '!' -- pg
t not ilike '%a%' -- pg
-- Joining texts
t || tx -- pg
w || '-' || wx -- pg
t || null -- pg
w || k -- pg
k || w -- pg
w || a
w || b -- pg
w || day -- pg
w || ts -- pg
w || id -- pg
concat(t, tx) -- pg
concat(w, k, b)
concat(w, null, 'x') -- pg
concat(day, '/', tm) -- pg
concat_ws('-', w, wx) -- pg
concat_ws(',', t, null, k) -- pg
concat_ws(w, 'a', 'b') -- pg
concat_ws('', w, wx, t) -- pg
concat(i8, u64, f32)
concat(f64)
concat(a, '|', ax)
concat_ws('|', null, null) -- pg
concat_ws(null, 'a') -- pg
-- Characters
length(t) -- pg
length(w) -- pg
lower(t) -- pg
lower(w) -- pg
upper(t)
upper(w) -- pg
reverse(t)
reverse(w) -- pg
trim(t)
trim(w) -- pg
ltrim(t)
ltrim(w) -- pg
rtrim(t)
rtrim(w) -- pg
ascii(t) -- pg
ascii(w) -- pg
octet_length(bs) -- pg
strlen(t)
strlen(w)
bit_length(t) -- pg
bit_length(w) -- pg
char_length(t) -- pg
char_length(w) -- pg
character_length(t) -- pg
character_length(w) -- pg
lcase(t)
lcase(w)
ucase(t)
ucase(w)
lower('ÀÉÎ') -- pg
upper('straße')
lower('İ') -- pg
length('日本') -- pg
reverse('ab') -- pg
length(t) + length(tx) -- pg
upper(lower(w)) -- pg
length(t || tx) = length(t) + length(tx) -- pg
left(t, 3) -- pg
left(t, -3) -- pg
left(w, 0) -- pg
left(t, k) -- pg
left(w, k) -- pg
left(t, 100) -- pg
left(t, -100) -- pg
right(t, 3) -- pg
right(t, -3) -- pg
right(w, 0) -- pg
right(t, k) -- pg
right(w, k) -- pg
right(t, 100) -- pg
right(t, -100) -- pg
substring(t, 2) -- pg
substring(t, 2, 3) -- pg
substring(t, 0) -- pg
substring(t, 0, 3) -- pg
substring(t, -3)
substring(t, -3, 2)
substring(t, k)
substring(t, k, kx)
substring(w, 3, -2)
substr(t, 1, 1) -- pg
substr(w, 2) -- pg
substring(w from 2) -- pg
substring(w from 2 for 3) -- pg
substring(w from k for 3)
substring(w, 1, 0) -- pg
substring(t, 100) -- pg
substring(w, -100, 102)
trim(w, 'a') -- pg
ltrim(w, 'ab ') -- pg
rtrim(w, 'ab ') -- pg
trim(t, 'aé日') -- pg
trim(w, '') -- pg
trim(t, tx) -- pg
trim(both 'a' from w) -- pg
trim(leading 'a' from w) -- pg
trim(trailing 'a' from w) -- pg
trim(both from w) -- pg
trim('a' from w) -- pg
ltrim(w, '-=') -- pg
rtrim(t, ' ') -- pg
lpad(t, 10, '*') -- pg
rpad(t, 10, '*') -- pg
lpad(w, 5, 'xy') -- pg
rpad(w, 5, 'xy') -- pg
lpad(t, 3, 'é') -- pg
rpad(t, k, 'é日') -- pg
lpad(w, k, ' ') -- pg
lpad(w, 0, 'x') -- pg
lpad(w, -1, 'x') -- pg
lpad(w, 20, wx)
rpad(w, 3, '')
lpad('7', 3, '0') -- pg
repeat(w, 3) -- pg
repeat(t, 2) -- pg
repeat(w, k) -- pg
repeat('é', k) -- pg
repeat('', 5) -- pg
repeat(w, 0) -- pg
repeat(w, -1) -- pg
repeat('-', abs(k)) -- pg
replace(t, 'a', 'b') -- pg
replace(t, 'é', '') -- pg
replace(w, 'a', 'aa') -- pg
replace(w, '', 'x') -- pg
replace(w, wx, '*') -- pg
replace(t, 'long ', '') -- pg
replace(w, ' ', '_') -- pg
replace(w, 'a', wx) -- pg
translate(w, 'abc', 'xyz') -- pg
translate(w, 'abc', 'x') -- pg
translate(t, 'éß日', 'es') -- pg
translate(t, tx, w) -- pg
translate(w, '', 'x') -- pg
translate(w, 'aa', 'xy') -- pg
translate(t, 'a', '日') -- pg
strpos(t, 'é') -- pg
strpos(w, 'a') -- pg
strpos(w, '') -- pg
strpos(t, tx) -- pg
strpos(w, wx) -- pg
position('a' in w) -- pg
position('é' in t) -- pg
position(wx in w) -- pg
instr(w, '=')
instr(t, '日')
contains(t, 'é')
contains(w, 'a')
contains(w, wx)
contains(w, '')
starts_with(w, 'a') -- pg
starts_with(t, tx) -- pg
starts_with(w, '') -- pg
ends_with(w, 'l')
ends_with(t, tx)
prefix(w, 'ou')
suffix(w, 'el')
ends_with(w, wx)
split_part(w, ',', 1) -- pg
split_part(w, ',', 3) -- pg
split_part(w, ',', -1) -- pg
split_part(w, ',', 0)
split_part(w, '', 2)
split_part(w, ',', k)
split_part(w, wx, 1)
split_part(t, ' ', 2) -- pg
split_part(w, '=', 2) -- pg
split_part(w, ';', 9) -- pg
chr(k + 65) -- pg
chr(233) -- pg
chr(128512) -- pg
chr(k * 100)
chr(ascii(t))
ascii('é') -- pg
ascii('') -- pg
chr(u8::int32)
chr(u16::int32)
starts_with(lower(w), 'a') -- pg
upper(left(w, 1)) || substring(w, 2) -- pg
left(reverse(t), 2)
length(trim(t))
length(replace(w, 'a', '')) -- pg
-- Patterns
regexp_matches(t, 'a')
regexp_matches(w, 'a')
regexp_matches(t, '^a')
regexp_matches(w, '^a')
regexp_matches(t, 'a$')
regexp_matches(w, 'a$')
regexp_matches(t, '[0-9]+')
regexp_matches(w, '[0-9]+')
regexp_matches(t, '^$')
regexp_matches(w, '^$')
regexp_matches(t, '.')
regexp_matches(w, '.')
regexp_matches(t, '^.{2,4}$')
regexp_matches(w, '^.{2,4}$')
regexp_matches(t, 'é')
regexp_matches(w, 'é')
regexp_matches(t, '[éß]')
regexp_matches(w, '[éß]')
regexp_matches(t, '\w+')
regexp_matches(w, '\w+')
regexp_matches(t, '\s')
regexp_matches(w, '\s')
regexp_matches(t, '\d{4}-\d{2}')
regexp_matches(w, '\d{4}-\d{2}')
regexp_matches(t, '(a|b)+c?')
regexp_matches(w, '(a|b)+c?')
regexp_matches(t, 'A')
regexp_matches(w, 'A')
regexp_matches(t, '[^a-z]')
regexp_matches(w, '[^a-z]')
regexp_matches(t, '\bx')
regexp_matches(w, '\bx')
regexp_matches(t, '日本|😀')
regexp_matches(w, '日本|😀')
regexp_matches(t, '%')
regexp_matches(w, '%')
regexp_matches(t, '\p{L}')
regexp_matches(w, '\p{L}')
regexp_matches(t, 'É', 'i')
regexp_matches(t, 'a.b', 's')
regexp_matches(t, 'b.c', 's')
regexp_matches(t, 'b.c', 'is')
regexp_matches(w, 'A', 'i')
regexp_matches(w, 'A', 'c')
regexp_matches(t, '_\', 'l')
regexp_matches(w, wx, 'l')
regexp_full_match(w, '[a-z]+')
regexp_full_match(w, 'a|ouzel')
regexp_full_match(t, '.*')
regexp_full_match(t, '.*', 's')
regexp_full_match(w, 'OUZEL', 'i')
regexp_full_match(w, '')
regexp_matches(w, regexp_escape(wx))
regexp_escape(w)
regexp_escape(t)
regexp_extract(w, '[a-z]+')
regexp_extract(w, '([a-z])=([0-9])', 1)
regexp_extract(w, '([a-z])=([0-9])', 2)
regexp_extract(w, '([a-z])=([0-9])', 0)
regexp_extract(t, '[^a]+')
regexp_extract(t, '(é)|(ß)', 2)
regexp_extract(w, 'A', 0, 'i')
regexp_extract(t, '\w+$')
regexp_extract(w, '(\d+)-(\d+)', 2)
regexp_extract(w, '')
regexp_extract(w, 'zzz')
regexp_extract(t, '.(.).', 1)
regexp_extract(w, '(?:a|b)(c*)', 1)
regexp_extract(w, '^(.*?),', 1)
regexp_extract(w, '^(.*),', 1)
regexp_replace(w, 'a', 'X') -- pg
regexp_replace(w, 'a', 'X', 'g') -- pg
regexp_replace(w, 'A', 'X', 'gi') -- pg
regexp_replace(w, '[a-c]+', '<\0>', 'g')
regexp_replace(w, '([a-z])=([0-9])', '\2=\1', 'g') -- pg
regexp_replace(w, '', '-', 'g') -- pg
regexp_replace(w, 'x*', '-', 'g')
regexp_replace(w, 'a*', '-', 'g')
regexp_replace(w, '$', '!', 'g') -- pg
regexp_replace(w, '^', '>', 'g') -- pg
regexp_replace(t, '[éß]', 'e', 'g') -- pg
regexp_replace(t, '\s+', ' ', 'g')
regexp_replace(t, '.', '.', 'g')
regexp_replace(t, '.', '', 'gs') -- pg
regexp_replace(t, '', '-', 'g') -- pg
regexp_replace(w, '[.][^.]*$', '') -- pg
regexp_replace(w, ',', '\\', 'g') -- pg
regexp_replace(w, 'a', '$0&', 'g') -- pg
regexp_replace(t, '(.)(.)', '\2\1', 'g')
regexp_replace(w, '(a)|(b)', '[\1\2]', 'g') -- pg
regexp_replace(w, 'o', '') -- pg
regexp_replace(w, '.', '\0\0', 'g')
regexp_replace(w, '(?i)A', 'z', 'g') -- pg
regexp_replace(w, ',', wx, 'gl')
-- Digests and encodings
md5(t) -- pg
md5(w) -- pg
md5(bs) -- pg
sha1(t)
sha1(w)
sha1(bs)
sha256(t)
sha256(w)
sha256(bs)
to_base64(bs)
base64(bs)
from_base64(to_base64(bs))
from_base64('b3V6ZWw=')
hex(t)
hex(w)
hex(bs)
hex(k)
hex(i64)
hex(u64)
hex(i8)
to_hex(u32)
hex(255)
unhex(hex(t))
unhex('6f757A656c')
from_hex(hex(bs))
unhex(w)
encode(t)
encode(w)
decode(encode(t))
decode(bs)
decode(encode(w)) = w
octet_length(encode(t))
octet_length(bs) -- pg
url_encode(t)
url_encode(w)
url_decode(url_encode(t))
url_decode(w)
url_decode('%41%zz%C3%A9%')
bin(k)
bin(u8)
bin(u64)
bin(i64)
md5(concat(w, '|', wx)) -- pg
upper(md5(w)) -- pg
left(sha256(t), 8)
hash(t) -- differs: a hash that is the same everywhere and for ever, XXH64, and not that of one database
hash(t, w, k) -- differs: as hash(t)
hash(bs) -- differs: as hash(t)
-- Parts of dates and times
year(day)
year(ts)
quarter(day)
quarter(ts)
month(day)
month(ts)
week(day)
week(ts)
weekofyear(day)
weekofyear(ts)
isoyear(day)
isoyear(ts)
yearweek(day)
yearweek(ts)
day(day)
day(ts)
dayofmonth(day)
dayofmonth(ts)
dayofyear(day)
dayofyear(ts)
dayofweek(day)
dayofweek(ts)
weekday(day)
weekday(ts)
isodow(day)
isodow(ts)
decade(day)
decade(ts)
century(day)
century(ts)
millennium(day)
millennium(ts)
hour(ts)
hour(tm)
hour(tl)
minute(ts)
minute(tm)
minute(tl)
second(ts)
second(tm)
second(tl)
millisecond(ts)
millisecond(tm)
millisecond(tl)
microsecond(ts)
microsecond(tm)
microsecond(tl)
dayname(day)
monthname(day)
dayname(ts)
monthname(ts)
epoch(ts)
epoch(day)
epoch(tm)
epoch(tl)
epoch_ms(ts)
epoch_us(ts)
epoch_ms(day)
epoch_us(day)
epoch_ms(tm)
epoch_us(tl)
last_day(day)
last_day(ts)
last_day(tl)
year(tl)
hour(day)
hour(tl)
dayofweek(tl)
date_part('year', ts) -- pg
date_part('month', ts) -- pg
date_part('day', ts) -- pg
date_part('hour', ts) -- pg
date_part('minute', ts) -- pg
date_part('second', ts)
date_part('quarter', ts) -- pg
date_part('week', ts) -- pg
date_part('dow', ts) -- pg
date_part('isodow', ts) -- pg
date_part('doy', ts) -- pg
date_part('epoch', ts) -- pg
date_part('isoyear', ts) -- pg
date_part('decade', ts) -- pg
date_part('century', ts) -- pg
date_part('millennium', ts) -- pg
date_part('yearweek', ts)
date_part('milliseconds', ts)
date_part('microseconds', ts) -- pg
date_part('weekday', ts)
date_part('dayofyear', ts)
extract(year from day) -- pg
extract(month from day) -- pg
extract(day from day) -- pg
extract(quarter from day) -- pg
extract(week from day) -- pg
extract(dow from day) -- pg
extract(isodow from day) -- pg
extract(doy from day) -- pg
extract(epoch from day) -- pg
extract(isoyear from day) -- pg
extract(decade from day) -- pg
extract(century from day) -- pg
extract(millennium from day) -- pg
extract(hour from tm) -- pg
extract(minute from tm) -- pg
extract(second from tm)
extract(epoch from tm) -- pg
extract(millisecond from tm)
extract(microsecond from tm) -- pg
extract(year from ts) -- pg
extract(hour from tl) -- pg
date_part('YEAR', ts) -- pg
datepart('year', ts)
date_trunc('microsecond', ts) -- pg
date_trunc('millisecond', ts) -- pg
date_trunc('second', ts) -- pg
date_trunc('minute', ts) -- pg
date_trunc('hour', ts) -- pg
date_trunc('day', ts) -- pg
date_trunc('week', ts) -- pg
date_trunc('month', ts) -- pg
date_trunc('quarter', ts) -- pg
date_trunc('year', ts) -- pg
date_trunc('isoyear', ts)
date_trunc('decade', ts)
date_trunc('century', ts)
date_trunc('millennium', ts)
date_trunc('month', day)
date_trunc('month', tl) -- pg
date_trunc('year', day)
date_trunc('year', tl) -- pg
date_trunc('week', day)
date_trunc('week', tl) -- pg
date_trunc('quarter', day)
date_trunc('quarter', tl) -- pg
date_trunc('day', day)
date_trunc('day', tl) -- pg
date_trunc('hour', day)
date_trunc('hour', tl) -- pg
date_trunc('months', ts) -- pg
date_trunc('YEAR', ts) -- pg
datetrunc('day', ts)
date_trunc(case when b then 'month' else 'hour' end, ts) -- pg
date_trunc('mon', ts) -- pg
date_trunc('us', ts) -- pg
date_diff('microsecond', ts, tsx)
date_sub('microsecond', ts, tsx)
date_diff('millisecond', ts, tsx)
date_sub('millisecond', ts, tsx)
date_diff('second', ts, tsx)
date_sub('second', ts, tsx)
date_diff('minute', ts, tsx)
date_sub('minute', ts, tsx)
date_diff('hour', ts, tsx)
date_sub('hour', ts, tsx)
date_diff('day', ts, tsx)
date_sub('day', ts, tsx)
date_diff('week', ts, tsx)
date_sub('week', ts, tsx)
date_diff('month', ts, tsx)
date_sub('month', ts, tsx)
date_diff('quarter', ts, tsx)
date_sub('quarter', ts, tsx)
date_diff('year', ts, tsx)
date_sub('year', ts, tsx)
date_diff('isoyear', ts, tsx)
date_sub('isoyear', ts, tsx)
date_diff('decade', ts, tsx)
date_sub('decade', ts, tsx)
date_diff('century', ts, tsx)
date_sub('century', ts, tsx)
date_diff('millennium', ts, tsx)
date_sub('millennium', ts, tsx)
date_diff('day', day, dayx)
date_sub('day', day, dayx)
date_diff('week', day, dayx)
date_sub('week', day, dayx)
date_diff('month', day, dayx)
date_sub('month', day, dayx)
date_diff('quarter', day, dayx)
date_sub('quarter', day, dayx)
date_diff('year', day, dayx)
date_sub('year', day, dayx)
date_diff('decade', day, dayx)
date_sub('decade', day, dayx)
date_diff('century', day, dayx)
date_sub('century', day, dayx)
date_diff('isoyear', day, dayx)
date_sub('isoyear', day, dayx)
date_diff('hour', day, dayx)
date_sub('hour', day, dayx)
date_diff('microsecond', day, dayx)
date_sub('microsecond', day, dayx)
date_diff('hour', tm, tmx)
date_sub('hour', tm, tmx)
date_diff('minute', tm, tmx)
date_sub('minute', tm, tmx)
date_diff('second', tm, tmx)
date_sub('second', tm, tmx)
date_diff('millisecond', tm, tmx)
date_sub('millisecond', tm, tmx)
date_diff('microsecond', tm, tmx)
date_sub('microsecond', tm, tmx)
datediff('day', day, dayx)
date_diff('years', tl, tlx)
date_diff(case when b then 'month' else 'hour' end, ts, tsx)
datesub('month', tl, tlx)
date_diff('day', day, ts)
day - dayx -- pg
day + 1 -- pg
day - 1
day + k
1 + day -- pg
k + day
day + i16
-- Making dates and times
make_date(2018, 6, 8) -- pg
make_date(2000 + k, 1 + abs(k) % 12, 1) -- pg
make_date(2000 + k, k, k) -- pg
make_date(i32, 1, 1)
make_date(k)
make_date(i32) -- differs: DuckDB has infinite dates, and the last day isn't one here
make_date(2018, 2, 29) -- pg
make_date(2020, 2, 29) -- pg
make_date(year(day), month(day), day(day)) = day
make_time(abs(k), abs(kx), 30) -- pg
make_time(k, kx, 1.5) -- pg
make_time(24, 0, 0) -- pg
make_time(abs(k), 0, abs(a) / 2)
make_timestamp(2018, 6, 8, 16, 26, 5.25) -- pg
make_timestamp(2000 + k, 1 + abs(k) % 12, 1 + abs(kx), abs(k), abs(kx), 0.5) -- pg
make_timestamp(2018, k, kx, k, kx, 1.5)
make_timestamp(i64) -- differs: DuckDB refuses the last microsecond before its infinity
make_timestamp(k)
make_timestamp_ms(k)
make_timestamp_ms(i64)
epoch_ms(k)
epoch_ms(i32)
to_timestamp(k)
to_timestamp(a)
to_timestamp(i32)
to_timestamp(f64)
to_timestamp(epoch(ts)) = ts
make_timestamp(epoch_us(ts)) = ts
strftime(ts, '%Y-%m-%d')
strftime(ts, '%d.%m.%Y')
strftime(ts, '%H:%M:%S')
strftime(ts, '%y%m%d')
strftime(ts, '%j')
strftime(ts, '%a %A %b %B')
strftime(ts, '%I:%M %p')
strftime(ts, '%f')
strftime(ts, '%g')
strftime(ts, '%n')
strftime(ts, '%u %w')
strftime(ts, '%U %W')
strftime(ts, '%V %G')
strftime(ts, '%x')
strftime(ts, '%X')
strftime(ts, '%c')
strftime(ts, '%z')
strftime(ts, '%Z')
strftime(ts, '%-d.%-m.%y')
strftime(ts, '%-H %-M %-S %-I %-j')
strftime(ts, '%%')
strftime(ts, 'Week %V of %G')
strftime(ts, '%Y-%m-%dT%H:%M:%S.%f')
strftime(day, '%Y-%m-%d')
strftime(day, '%d %B %Y')
strftime('%H', ts)
strftime(tl, '%H:%M')
strftime(ts, case when b then '%Y' else '%d' end) -- alone: DuckDB wants a literal format
strftime(ts, '')
strptime(strftime(ts, '%Y-%m-%d %H:%M:%S'), '%Y-%m-%d %H:%M:%S')
strptime(strftime(ts, '%d/%m/%Y'), '%d/%m/%Y')
strptime(strftime(ts, '%y%m%d'), '%y%m%d')
strptime(strftime(ts, '%Y %j'), '%Y %j')
strptime(strftime(ts, '%d %b %Y'), '%d %b %Y')
strptime(strftime(ts, '%d %B %Y'), '%d %B %Y')
strptime(strftime(ts, '%I:%M %p'), '%I:%M %p')
strptime(strftime(ts, '%H:%M:%S.%f'), '%H:%M:%S.%f')
strptime(strftime(ts, '%Y-%m-%dT%H:%M:%S'), '%Y-%m-%dT%H:%M:%S')
strptime(strftime(ts, '%-d.%-m.%Y'), '%-d.%-m.%Y')
strptime(strftime(ts, '%a %d %b %Y'), '%a %d %b %Y')
strptime(strftime(ts, '%Y%m%d%H%M%S'), '%Y%m%d%H%M%S')
strptime(strftime(ts, '%c'), '%c')
strptime(strftime(ts, '%x %X'), '%x %X')
strptime(strftime(ts, '%H:%M:%S.%g'), '%H:%M:%S.%g')
strptime(strftime(ts, '%A, %d %B %Y'), '%A, %d %B %Y')
strptime(strftime(ts, '%u %d.%m.%Y'), '%u %d.%m.%Y')
strptime(w, '%Y-%m-%d')
try_strptime(w, '%Y-%m-%d')
try_strptime(t, '%d')
try_strptime(n, '%Y')
try_strptime(n, '%H')
try_strptime('2018-06-31', '%Y-%m-%d')
try_strptime('2018-6-3', '%Y-%m-%d')
try_strptime(' 2018-06-03', '%Y-%m-%d')
try_strptime('2018-06-03 ', '%Y-%m-%d')
try_strptime('12:05 am', '%I:%M %p')
try_strptime('12:05 pm', '%I:%M %p')
try_strptime('13:05 pm', '%I:%M %p')
try_strptime('5 pm', '%H %p')
try_strptime('2018-06-08 16:26:00 +0200', '%Y-%m-%d %H:%M:%S %z')
try_strptime('2018-06-08 +02:30', '%Y-%m-%d %z')
try_strptime('2018-06-08 -02', '%Y-%m-%d %z')
try_strptime('99', '%y')
try_strptime('2018 366', '%Y %j') -- differs: a day that the year doesn't have is none
try_strptime('2018 060', '%Y %j')
try_strptime('Jun 8 2018', '%b %d %Y')
try_strptime('JUNE 8 2018', '%B %d %Y')
try_strptime('1.5', '%S.%f')
try_strptime('1.123456', '%S.%f')
try_strptime('1.1234567', '%S.%f') -- differs: up to nine digits are read, as other programs write them
try_strptime('60', '%S')
try_strptime('24', '%H')
try_strptime('', '%Y')
try_strptime('x', 'x')
strptime('20180608', '%Y%m%d')
strptime('2018', '%Y')
strptime(strftime(day, '%d-%m-%Y'), '%d-%m-%Y') = day
-- Casts
try_cast(b as int8)
try_cast(b as int32)
try_cast(b as int64)
try_cast(b as uint8)
try_cast(b as uint64)
try_cast(b as float32)
try_cast(b as float64)
cast(b as text) -- pg
try_cast(i8 as int32)
try_cast(i8 as int64)
try_cast(i8 as uint8)
try_cast(i8 as uint64)
try_cast(i8 as float32)
try_cast(i8 as float64)
try_cast(i8 as bool)
cast(i8 as text) -- pg
try_cast(i16 as int8)
try_cast(i16 as int32)
try_cast(i16 as int64)
try_cast(i16 as uint8)
try_cast(i16 as uint64)
try_cast(i16 as float32)
try_cast(i16 as float64)
try_cast(i16 as bool)
cast(i16 as text) -- pg
try_cast(i32 as int8)
try_cast(i32 as int64)
try_cast(i32 as uint8)
try_cast(i32 as uint64)
try_cast(i32 as float32)
try_cast(i32 as float64)
try_cast(i32 as bool)
cast(i32 as text) -- pg
try_cast(i64 as int8)
try_cast(i64 as int32)
try_cast(i64 as uint8)
try_cast(i64 as uint64)
try_cast(i64 as float32)
try_cast(i64 as float64)
try_cast(i64 as bool)
cast(i64 as text) -- pg
try_cast(u8 as int8)
try_cast(u8 as int32)
try_cast(u8 as int64)
try_cast(u8 as uint64)
try_cast(u8 as float32)
try_cast(u8 as float64)
try_cast(u8 as bool)
cast(u8 as text) -- pg
try_cast(u16 as int8)
try_cast(u16 as int32)
try_cast(u16 as int64)
try_cast(u16 as uint8)
try_cast(u16 as uint64)
try_cast(u16 as float32)
try_cast(u16 as float64)
try_cast(u16 as bool)
cast(u16 as text) -- pg
try_cast(u32 as int8)
try_cast(u32 as int32)
try_cast(u32 as int64)
try_cast(u32 as uint8)
try_cast(u32 as uint64)
try_cast(u32 as float32)
try_cast(u32 as float64)
try_cast(u32 as bool)
cast(u32 as text) -- pg
try_cast(u64 as int8)
try_cast(u64 as int32)
try_cast(u64 as int64)
try_cast(u64 as uint8)
try_cast(u64 as float32)
try_cast(u64 as float64)
try_cast(u64 as bool)
cast(u64 as text) -- pg
try_cast(f32 as int8)
try_cast(f32 as int32)
try_cast(f32 as int64)
try_cast(f32 as uint8)
try_cast(f32 as uint64)
try_cast(f32 as float64)
try_cast(f32 as bool)
cast(f32 as text)
try_cast(f64 as int8)
try_cast(f64 as int32)
try_cast(f64 as int64)
try_cast(f64 as uint8)
try_cast(f64 as uint64)
try_cast(f64 as float32)
try_cast(f64 as bool)
cast(f64 as text)
cast(i64 as int16) -- pg
i64::int32 -- pg
cast(i64 as uint32)
cast(f64 as int16) -- pg
f64::int32 -- pg
cast(f64 as uint32)
cast(u64 as int16) -- pg
u64::int32 -- pg
cast(u64 as uint32)
cast(a as int16) -- pg
a::int32 -- pg
cast(a as uint32)
cast(n as int16)
n::int32
cast(n as uint32)
try_cast(n as bool)
try_cast(w as bool)
try_cast(n as int8)
try_cast(w as int8)
try_cast(n as int16)
try_cast(w as int16)
try_cast(n as int32)
try_cast(w as int32)
try_cast(n as int64)
try_cast(w as int64)
try_cast(n as uint8)
try_cast(w as uint8)
try_cast(n as uint64)
try_cast(w as uint64)
try_cast(n as float32)
try_cast(w as float32)
try_cast(n as float64)
try_cast(w as float64)
try_cast(n as date)
try_cast(w as date)
try_cast(n as timestamp)
try_cast(w as timestamp)
try_cast(n as uuid)
try_cast(w as uuid)
try_cast(n as time)
try_cast(w as time)
cast(day as text) -- pg
cast(ts as text) -- pg
cast(tl as text) -- pg
cast(tm as text) -- pg
cast(id as text) -- pg
cast(day as timestamp) -- pg
cast(ts as date) -- pg
ts::date -- pg
tl::date -- pg
day::text -- pg
cast(cast(day as text) as date) -- pg
cast(cast(ts as text) as timestamp) -- pg
cast(cast(id as text) as uuid) -- pg
cast(cast(tm as text) as time) -- pg
cast(cast(f64 as text) as float64) -- pg
cast(cast(f32 as text) as float32) -- pg
ts::time -- pg
cast(tl as time) -- pg
cast(t as text) -- pg
try_cast(t as uuid)
try_cast('true' as bool)
try_cast('t' as bool)
try_cast('yes' as bool)
try_cast('1' as bool)
try_cast(' 12 ' as int32)
try_cast('1e2' as int32)
try_cast('1.5' as int32)
try_cast('2.5' as int32)
try_cast('0x10' as int32) -- differs: hexadecimal digits in data are an identifier more often than a number
try_cast('+5' as int32)
try_cast('1_000' as int32)
try_cast('infinity' as float64)
try_cast('.5' as float64)
try_cast('5.' as float64)
try_cast('1e400' as float64) -- differs: what goes beyond float64 isn't silently infinite
try_cast('2018-06-08T16:26:00Z' as timestamp)
try_cast('2018-06-08 16:26' as timestamp)
try_cast('2018-06-08' as timestamp)
try_cast('2018-6-8' as date)
try_cast('2018/06/08' as date)
try_cast('08-06-2018' as date)
try_cast('2018-06-08 16:26:00.123456789' as timestamp)
try_cast('16:26' as time)
try_cast('6:26:00' as time)
try_cast('550E8400e29b41d4a716446655440000' as uuid)
try_cast('{550e8400-e29b-41d4-a716-446655440000}' as uuid)
2.5::int32 -- pg
3.5::int32 -- pg
(-2.5)::int32 -- pg
0.5::float64::int32 -- pg
1.5::float64::int32 -- pg
a::int32 -- pg
a::int64 -- pg
k::bool -- pg
a::bool
b::int32 -- pg
b::float64
k::float32 -- pg
k::text || 'x' -- pg
k::varchar -- pg
k::bigint -- pg
a::double
a::real -- pg
k::smallint -- pg
n::text -- pg
-- Identifiers
uuid_v5('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, w) -- alone: DuckDB has no such function
length(uuid()::text)
uuid() is null
uuid() = uuid()
gen_random_uuid() <> gen_random_uuid()
substring(uuid()::text, 15, 1)
-- Decimals
d + dx -- pg
d + e -- pg
e + k -- pg
dd + d
d + a -- pg
d - dx -- pg
d - e -- pg
e - k -- pg
dd - d
d - a -- pg
d * dx
d * e -- pg
e * k -- pg
dd * d
d * a -- pg
d / dx -- pg
d / e -- pg
e / k -- pg
dd / d -- pg
d / a -- pg
d % dx -- pg
d % e -- pg
e % k -- pg
dd % d -- pg
d % a
d = dx -- pg
d = e -- pg
e = k -- pg
dd = d -- pg
d = a -- pg
d < dx -- pg
d < e -- pg
e < k -- pg
dd < d -- pg
d < a -- pg
d >= dx -- pg
d >= e -- pg
e >= k -- pg
dd >= d -- pg
d >= a -- pg
-d -- pg
-e -- pg
d + 1 -- pg
d * 2 -- pg
d * 0.1 -- pg
1.5 + d -- pg
d - 0.005 -- pg
0.1 + 0.2 -- pg
0.1 + 0.2 = 0.3 -- pg
1.10 * 3 -- pg
2.50 / 2 -- pg
10 % 3.3 -- pg
d / 0 -- pg
d % 0 -- pg
dd + dd
dd * 2
dd * 10
d is null -- pg
d is not distinct from dx -- pg
d between -1 and 1 -- pg
d in (1, 2.50, -0.05) -- pg
d = k -- pg
k < d -- pg
i64 + d -- pg
u64 * d -- pg
i8 * e -- pg
e + 1 -- pg
e * 10 -- pg
d * d
e * e * e -- pg
abs(d) -- pg
abs(e) -- pg
sign(d) -- pg
round(d) -- pg
round(d, 1) -- pg
round(d, 5) -- pg
round(d, -2) -- pg
round(e, 2) -- pg
round(e) -- pg
round(dd, 3) -- pg
round(dd, -5) -- pg
floor(d) -- pg
ceil(d) -- pg
trunc(d) -- pg
trunc(d, 1) -- pg
trunc(e, 2) -- pg
floor(e) -- pg
ceil(e) -- pg
floor(dd) -- pg
ceil(dd) -- pg
mod(d, 7) -- pg
mod(d, dx) -- pg
sqrt(abs(d)) -- pg
power(d, 2) -- pg
ln(abs(d) + 1)
coalesce(d, 0) -- pg
nullif(d, 0) -- pg
greatest(d, dx) -- pg
least(d, e) -- pg
greatest(d, k) -- pg
case when b then d else e end -- pg
case when b then d else k end -- pg
d::text -- pg
e::text -- pg
dd::text -- pg
d::int32 -- pg
d::int64 -- pg
try_cast(d as int8)
try_cast(d as uint32)
d::float64 -- pg
e::float32 -- pg
dd::float64 -- pg
d::decimal(14,3) -- pg
d::decimal(12,1) -- pg
try_cast(d as decimal(4,1))
try_cast(dd as decimal(10,2))
k::decimal(5,2) -- pg
try_cast(i64 as decimal(10,2))
a::decimal(10,2)
try_cast(f64 as decimal(18,4))
try_cast(n as decimal(6,2))
try_cast(w as decimal(6,2))
'12.345'::decimal(6,2) -- pg
2.5::int32 -- pg
3.5::int32 -- pg
(-2.5)::int32 -- pg
concat(d, '/', e) -- pg
d || '' -- pg
d::bool
b::decimal(3,1)
1e2 -- pg
1.5e-3 -- pg
123456789012345678901234567890 -- pg
0.1::float64 + 0.2 -- pg
round(2.5) -- pg
round(-2.5) -- pg
round(1.005, 2) -- pg
floor(-2.5) -- pg
pi() * d -- pg
d * 1e0 -- pg
-dd -- pg
abs(dd) -- pg
isfinite(d)
even(e)
to_timestamp(d)
hash(d) is not null
-- Intervals
day + interval 1 month
day - interval 1 month
ts + interval '1 day' -- pg
ts - interval '1 day 02:03:04'
ts + interval '1 year 2 months' -- pg
day + interval (k) day
ts + interval (k) month
ts + to_months(k)
ts + to_hours(k)
ts - to_minutes(kx)
ts + to_seconds(k)
ts + to_milliseconds(k)
ts + to_microseconds(k)
ts + to_years(k)
ts + to_weeks(k)
ts + to_days(k)
tm + interval '1 hour' -- pg
tm - interval '90 minutes' -- pg
tm + to_hours(k)
day + tm -- pg
tm + day -- pg
(ts - tsx)::text -- pg
(tl - tlx)::text -- pg
(interval '1 day' + interval '2 hours')::text -- pg
(interval '1 month' * k)::text
(interval '1 day' - interval '25 hours')::text -- pg
interval '1 day' = interval '24 hours' -- pg
interval '1 month' > interval '29 days' -- pg
(to_days(k) + to_hours(kx))::text
(-interval '1 day')::text
date_add(ts, interval 1 month)
date_add(day, interval 1 day)
extract(day from ts - tsx) -- pg
extract(hour from ts - tsx) -- pg
year(interval '15 months')
month(to_months(k))
minute(ts - tsx)
second(tl - tlx)
extract(millisecond from interval '1.5 seconds') -- pg
(interval '1 month 3 days 04:05:06.5')::text
(interval '1' day)::text -- pg
date_trunc('month', ts) + interval 1 month - interval 1 day
last_day(ts) = (date_trunc('month', ts) + interval 1 month - interval 1 day)::date
ts + interval '1 day' > tsx -- pg
ts - interval '1 month' + interval '1 month' = ts -- pg
tl + interval '1 century' -- pg
(interval '1.5 days')::text -- pg
(interval '-1 day')::text
(interval '1 day ago')::text
ts between tsx and tsx + interval '10 years' -- pg
(interval '2 days' / 2)::text -- pg
(to_months(k) * 1.5)::text
-- Time zones
tl at time zone 'UTC'
tl at time zone 'Europe/Berlin'
tl at time zone 'America/New_York'
tl at time zone 'Asia/Kolkata'
tl at time zone 'Australia/Lord_Howe'
hour(tl at time zone 'Europe/Berlin')
(tl at time zone 'Europe/Berlin') at time zone 'America/New_York'
timestamp '2021-07-01 12:00:00' at time zone 'Europe/Berlin' -- differs: a timestamp is in UTC here, and local there
timestamp '2021-03-28 02:30:00' at time zone 'Europe/Berlin' -- differs: a timestamp is in UTC here, and local there
timestamp '2021-10-31 02:30:00' at time zone 'Europe/Berlin' -- differs: a timestamp is in UTC here, and local there
-- JSON
j -> 'a' -- pg
j ->> 'a' -- pg
jx ->> 'b' -- differs: a number keeps the digits that it is written with -- pg
j -> 'b' -- pg
j ->> 'b' -- pg
j -> '$.b[1]'
j ->> '$.c.d'
j -> 0 -- pg
j ->> 0 -- pg
j -> 'b' -> 0 -- pg
j ->> '$.b[2].c' -- pg
j -> '$'
json_extract(j, '$.a')
json_extract(j, 'a')
json_extract_string(j, '$.a')
json_extract_string(j, '$.b[0]')
json_array_length(j)
json_array_length(j -> 'b')
json_type(j)
json_type(j -> 'a')
json_type(j -> 'b')
json_type(j -> 'zzz')
json_valid(n) -- differs: nan is no JSON
json_valid(w)
j is null -- pg
(j ->> 'a')::int32 is null -- pg
try_cast(j ->> 'a' as int32)
try_cast(j ->> '$.c.d' as float64)
coalesce(j ->> 'a', 'none') -- pg
length(j ->> 'a') -- pg
j::text -- pg
to_json(k) -- pg
to_json(w) -- pg
to_json(a) -- pg
to_json(b) -- pg
to_json(day) -- pg
to_json(ts) -- differs: JSON has timestamps as they are written everywhere, with their Z
to_json(t) -- pg
j -> 'A' -- pg
j ->> '$.A.b'
j -> '$."a"'
json_extract(j, '/a')
j ->> 'missing' -- pg
upper(j ->> 'a') -- pg
(j -> 'a') = (j -> 'a')
j ->> '$.b[#-1]'
try_cast(n as json) -- differs: nan is no JSON
cast(j -> 'b' as text) -- pg
case when json_type(j) = 'OBJECT' then j ->> 'a' else 'no' end
-- Lists, structs, maps
li[1] -- pg
li[2] -- pg
li[-1]
li[0] -- pg
li[k]
lt[1] -- pg
len(li)
length(li)
len(lt)
li is null -- pg
list_contains(li, 1)
list_contains(li, k)
list_contains(lt, 'a')
list_position(li, 3)
k in li
list_concat(li, lix)
li || lix
list_sort(li)
list_sort(lt)
len(list_distinct(li))
array_to_string(li, ',') -- differs: a list without values is an empty text, as in PostgreSQL -- pg
array_to_string(lt, '|') -- pg
li[1:2]
li[2:]
li[:2]
li[-2:]
lt[1:1]
li = lix -- pg
li < lix -- pg
li is distinct from lix -- pg
[k, kx]
[k, kx, 1]
[w, wx][1]
[1, 2, 3][k]
[]
len([])
st.a
st.b
st.a + 1
st['b']
struct_extract(st, 'a')
st is null -- pg
st.a is null
{'x': k, 'y': w}
{'x': k, 'y': w}.x
struct_pack(a := k, b := w)
row(k, w) is null
m['a']
m['missing']
m['k']
map_keys(m)
map_values(m)
cardinality(m)
element_at(m, 'a')
map_contains(m, 'a')
map {'a': k}
map {'a': k}['a']
map([w], [k])
to_json(li) -- pg
to_json(lt) -- pg
to_json(st) -- pg
to_json(m) -- pg
coalesce(li, [0])
case when b then li else lix end
list_value(k, kx)
len(li) + len(lix)
upper(lt[1]) -- pg
lt[1] || lt[2] -- pg
li::text -- differs: nested values are written as JSON
lt::text -- differs: as above
st::text -- differs: as above -- pg
m::text -- differs: as above -- pg
['a', null, w]
list_contains([1, 2, null], k)
string_split(w, ',')
string_split(w, '')
string_split(t, ' ')
split(w, ',')[2]
str_split(w, '=')[-1]
regexp_extract_all(w, '[a-z]')
regexp_extract_all(w, '([a-z])([0-9]?)', 1)
regexp_split_to_array(w, '[,;]')
string_to_array(w, ',')
-- Nested, as text is taken apart
upper(substring(coalesce(nullif(trim(w), ''), 'none'), 1, 2)) || length(t) -- pg
case when length(w) > 3 then left(w, 3) || '…' else w end -- pg
coalesce(try_cast(n as int32), -1) * 2
round(coalesce(try_cast(n as float64), 0), 1)
strftime(date_trunc('month', ts), '%B') || ' ' || year(ts)
date_diff('day', date_trunc('year', ts), ts) + 1 = dayofyear(ts)
(k + kx) % 2 = 0 or k is null -- pg
abs(k - kx) between 1 and 3 -- pg
nullif(split_part(w, '=', 2), '') is not null -- pg
lower(w) like '%' || lower(wx) || '%' -- pg
greatest(length(w), length(wx), 3) -- pg
hour(ts) * 60 + minute(ts)
case when a > 0 then ln(a) else 0 end -- pg
case when k <> 0 then a / k else null end -- pg
md5(lower(trim(w))) = md5(w) -- pg
length(regexp_replace(t, '[^a-z]', '', 'g')) -- pg
ifnull(k, 7)
ifnull(w, wx)
if(b, k, kx)
if(k > 0, w, wx)
iff(b, k, kx) -- alone: DuckDB has no such spelling
xor(i32, i32x)
xor(u8, 15)
ts + to_quarters(k)
ts + to_decades(k)
ts + to_centuries(k)
day - to_decades(kx)
(to_millennia(k))::text
