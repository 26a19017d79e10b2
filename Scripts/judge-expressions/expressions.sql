-- What is held against DuckDB, and where it says `pg` against PostgreSQL too: see judge.py. One expression a line.
-- Comparisons of every type
b = bx
b <> bx
b < bx
b <= bx
b > bx
b >= bx
i8 = i8x
i8 <> i8x
i8 < i8x
i8 <= i8x
i8 > i8x
i8 >= i8x
i16 = i16x
i16 <> i16x
i16 < i16x
i16 <= i16x
i16 > i16x
i16 >= i16x
i32 = i32x
i32 <> i32x
i32 < i32x
i32 <= i32x
i32 > i32x
i32 >= i32x
i64 = i64x
i64 <> i64x
i64 < i64x
i64 <= i64x
i64 > i64x
i64 >= i64x
u8 = u8x
u8 <> u8x
u8 < u8x
u8 <= u8x
u8 > u8x
u8 >= u8x
u16 = u16x
u16 <> u16x
u16 < u16x
u16 <= u16x
u16 > u16x
u16 >= u16x
u32 = u32x
u32 <> u32x
u32 < u32x
u32 <= u32x
u32 > u32x
u32 >= u32x
u64 = u64x
u64 <> u64x
u64 < u64x
u64 <= u64x
u64 > u64x
u64 >= u64x
f32 = f32x
f32 <> f32x
f32 < f32x
f32 <= f32x
f32 > f32x
f32 >= f32x
f64 = f64x
f64 <> f64x
f64 < f64x
f64 <= f64x
f64 > f64x
f64 >= f64x
t = tx
t <> tx
t < tx
t <= tx
t > tx
t >= tx
w = wx
w <> wx
w < wx
w <= wx
w > wx
w >= wx
day = dayx
day <> dayx
day < dayx
day <= dayx
day > dayx
day >= dayx
tm = tmx
tm <> tmx
tm < tmx
tm <= tmx
tm > tmx
tm >= tmx
ts = tsx
ts <> tsx
ts < tsx
ts <= tsx
ts > tsx
ts >= tsx
tl = tlx
tl <> tlx
tl < tlx
tl <= tlx
tl > tlx
tl >= tlx
id = idx
id <> idx
id < idx
id <= idx
id > idx
id >= idx
bs = bsx
bs <> bsx
bs < bsx
bs <= bsx
bs > bsx
bs >= bsx
t || '' = t
w = 'ouzel'
'a' < w
w between 'a' and 'o'
i32 between -1000 and 1000
i32 not between kx and k
day between date '1960-01-01' and dayx
ts between tsx and timestamp '2020-01-01 00:00:00'
f64 between -1 and 1
id = '00000000-0000-0000-0000-000000000000'
day = '2000-02-29'
i8 = i16
i8 < i64
u8 < i16
f32 < f64
i32 = f64
i64 > f32
day < ts
u32 >= i32
i16 <> u16
f64 = f64
f32 = f32
f64 < 'inf'::float64
f64 > 'nan'::float64
-- is, is distinct from
b is null
b is not distinct from bx
i8 is null
i8 is not distinct from i8x
i16 is null
i16 is not distinct from i16x
i32 is null
i32 is not distinct from i32x
i64 is null
i64 is not distinct from i64x
u8 is null
u8 is not distinct from u8x
u16 is null
u16 is not distinct from u16x
u32 is null
u32 is not distinct from u32x
u64 is null
u64 is not distinct from u64x
f32 is null
f32 is not distinct from f32x
f64 is null
f64 is not distinct from f64x
t is null
t is not distinct from tx
w is null
w is not distinct from wx
day is null
day is not distinct from dayx
tm is null
tm is not distinct from tmx
ts is null
ts is not distinct from tsx
tl is null
tl is not distinct from tlx
id is null
id is not distinct from idx
bs is null
bs is not distinct from bsx
i32 is not null
t is distinct from tx
f64 is distinct from f64x
b is true
b is not true
b is false
b is not false
(i32 > 0) is true
i32 is distinct from null
null is null
null = null
null <> 1
i32 = null
-- Logic with nulls
b and bx
b or bx
not b
b and null
b or null
not null
b and not bx
b or bx and b
(b or bx) and b
b and (i32 > 0)
i32 > 0 and i64 > 0 or u8 > 100
not (i32 > 0)
b and true
b or false
b = bx
b <> bx
not b = bx
b is null or bx
b and bx and i32 > 0 and f64 > 0
true and b
false and b
true or b
b and b is not null
-- Arithmetic of whole numbers
i8 + i8x
i8 - i8x
i8 * i8x
i8 // i8x
i8 % i8x
i8 / i8x
i16 + i16x
i16 - i16x
i16 * i16x
i16 // i16x
i16 % i16x
i16 / i16x
i32 + i32x
i32 - i32x
i32 * i32x
i32 // i32x
i32 % i32x
i32 / i32x
i64 + i64x
i64 - i64x
i64 * i64x
i64 // i64x
i64 % i64x
i64 / i64x
u8 + u8x
u8 - u8x
u8 * u8x
u8 // u8x
u8 % u8x
u8 / u8x
u16 + u16x
u16 - u16x
u16 * u16x
u16 // u16x
u16 % u16x
u16 / u16x
u32 + u32x
u32 - u32x
u32 * u32x
u32 // u32x
u32 % u32x
u32 / u32x
u64 + u64x
u64 - u64x
u64 * u64x
u64 // u64x
u64 % u64x
u64 / u64x
i8 + i16
i16 * i32
i32 - i64
u8 + i8
u8 - u16
u32 * i32
u8 + 1
i8 + 1
i8 * 2
i8 - 100
i16 + 1000
i32 + 1
i32 * 2
i64 + 1
i64 - 1
u64 + 1
k + kx
k - kx
k * kx
k // kx
k % kx
k / kx
k / 0
k // 0
k % 0
0 / k
-k
-i8
-i32
-i64
+k
- - k
k + kx * 2
(k + kx) * 2
k - kx - 1
k * kx // 3
-k % 5
-7 // 2
-7 % 2
7 % -2
k * -1
2 + 3 * 4
10 - 4 - 3
7 // 2 * 2
100 / 8
k // -3
mod(k, 5)
mod(k, kx)
mod(i32, 7)
mod(i64, i64x)
i64 // 1000
i64 % 1000
u64 % 10
u64 // 3
k + null
null * k
-- Arithmetic of floats
f32 + f32x
f32 - f32x
f32 * f32x
f32 / f32x
f32 % f32x
f64 + f64x
f64 - f64x
f64 * f64x
f64 / f64x
f64 % f64x
a + ax
a - ax
a * ax
a / ax
a % ax
f32 + f64
i32 + f64
i32 * f32
a + 1
a * 2
a - 0.5::float64
a / 4
a + k
a * k
k / a
a / k
-a
-f64
-f32
a % 3
f64 + i64
u64 + f64
a * a - 1
(a + ax) / 2
a + ax + k
a ** 2
k ** 2
a ^ 2
2 ^ k
k ^ kx
-- abs, sign, rounding
abs(i8)
sign(i8)
abs(i16)
sign(i16)
abs(i32)
sign(i32)
abs(i64)
sign(i64)
abs(u8)
sign(u8)
abs(u64)
sign(u64)
abs(f32)
sign(f32)
abs(f64)
sign(f64)
abs(a)
sign(a)
abs(k)
sign(k)
round(a)
round(f32)
round(f64)
round(k)
floor(a)
floor(f32)
floor(f64)
floor(k)
ceil(a)
ceil(f32)
ceil(f64)
ceil(k)
ceiling(a)
ceiling(f32)
ceiling(f64)
ceiling(k)
trunc(a)
trunc(f32)
trunc(f64)
trunc(k)
round(i32)
round(a, 1)
round(a, 2)
round(a, 0)
round(a, -1)
round(a, -5)
round(a, 20)
round(f64, 2)
round(f64, -2)
round(k, -1)
round(i32, -2)
round(i64, -3)
round(i64, 2)
round(a, k)
trunc(a, 1)
trunc(a, -1)
trunc(i64)
trunc(f64, 2)
floor(a * 10)
ceil(a / 3)
even(a)
even(k)
even(f64)
-- Curves
sqrt(a)
sqrt(f64)
cbrt(a)
cbrt(f64)
exp(a)
exp(f64)
ln(a)
ln(f64)
log(a)
log(f64)
log10(a)
log10(f64)
log2(a)
log2(f64)
sin(a)
sin(f64)
cos(a)
cos(f64)
tan(a)
tan(f64)
cot(a)
cot(f64)
asin(a)
asin(f64)
acos(a)
acos(f64)
atan(a)
atan(f64)
sinh(a)
sinh(f64)
cosh(a)
cosh(f64)
tanh(a)
tanh(f64)
asinh(a)
asinh(f64)
acosh(a)
acosh(f64)
atanh(a)
atanh(f64)
degrees(a)
degrees(f64)
radians(a)
radians(f64)
sqrt(k)
sqrt(i64)
sqrt(f32)
ln(i32)
power(a, 2)
power(a, ax)
power(k, kx)
pow(2, k)
pow(f64, 2)
power(f64, f64x)
log(2, a)
log(ax, a)
log(10, i32)
atan2(a, ax)
atan2(f64, f64x)
pi()
pi() * a
exp(k)
exp(1)
sqrt(2)
ln(10)
isnan(f64)
isnan(f32)
isinf(f64)
isinf(f32)
isfinite(f64)
isfinite(f32)
isfinite(a)
sqrt(abs(a))
ln(abs(a) + 1)
power(k, 0.5)
log2(1024)
cbrt(27)
-- Whole numbers
gcd(k, kx)
gcd(i32, i32x)
gcd(i64, i64x)
lcm(k, kx)
lcm(i32, 6)
lcm(i64, i64x)
bit_count(i8)
bit_count(i16)
bit_count(i32)
bit_count(i64)
bit_count(u8)
bit_count(u64)
factorial(k)
gcd(12, 18)
greatest_common_divisor(k, 6)
least_common_multiple(k, 4)
-- Bits
i32 & i32x
i32 | i32x
k << 2
k >> 1
~i32
u8 & 15
i64 | 1
u64 & u64x
1 << abs(k)
~u8
i8 | i8x
-- coalesce, nullif, greatest, least, case
coalesce(b, bx)
nullif(b, bx)
greatest(b, bx)
least(b, bx)
case when b then b else bx end
coalesce(i32, i32x)
nullif(i32, i32x)
greatest(i32, i32x)
least(i32, i32x)
case when b then i32 else i32x end
coalesce(i64, i64x)
nullif(i64, i64x)
greatest(i64, i64x)
least(i64, i64x)
case when b then i64 else i64x end
coalesce(u64, u64x)
nullif(u64, u64x)
greatest(u64, u64x)
least(u64, u64x)
case when b then u64 else u64x end
coalesce(f64, f64x)
nullif(f64, f64x)
greatest(f64, f64x)
least(f64, f64x)
case when b then f64 else f64x end
coalesce(t, tx)
nullif(t, tx)
greatest(t, tx)
least(t, tx)
case when b then t else tx end
coalesce(day, dayx)
nullif(day, dayx)
greatest(day, dayx)
least(day, dayx)
case when b then day else dayx end
coalesce(ts, tsx)
nullif(ts, tsx)
greatest(ts, tsx)
least(ts, tsx)
case when b then ts else tsx end
coalesce(id, idx)
nullif(id, idx)
greatest(id, idx)
least(id, idx)
case when b then id else idx end
coalesce(tm, tmx)
nullif(tm, tmx)
greatest(tm, tmx)
least(tm, tmx)
case when b then tm else tmx end
coalesce(null, i32, 0)
coalesce(i32, i64)
coalesce(i8, 1000)
coalesce(k, a)
coalesce(t, 'none')
coalesce(null, null)
nullif(k, 0)
nullif(w, '')
10 / nullif(k, 0)
greatest(k, kx, 3)
least(k, null, 5)
greatest(k, a)
least(i8, i64)
case k when 0 then 'zero' when 1 then 'one' end
case k when 0 then 'zero' else 'other' end
case when k > 0 then 'plus' when k < 0 then 'minus' else 'zero' end
case when null then 1 else 2 end
case when k > 0 then k end
case when k <> 0 then 12 // k else 0 end
case w when 'a' then 1 when 'ouzel' then 2 else 3 end
case b when true then 'yes' when false then 'no' else 'unknown' end
case when b then i8 else i64 end
case when b then k else a end
case k when null then 1 else 0 end
coalesce(nullif(w, 'a'), t)
case when b and bx then 1 when b or bx then 2 end
greatest(t, tx)
least(w, 'b')
-- in, like
k in (1, 2, 3)
k not in (1, 2, 3)
k in (1, null)
k not in (1, null)
w in ('a', 'ouzel', '')
k in (kx, 1)
i8 in (1, 1000)
day in ('2000-02-29', '1970-01-01')
b in (true)
a in (0.5, 2.5)
id in ('ffffffff-ffff-ffff-ffff-ffffffffffff')
i64 in (1, 9223372036854775807)
null in (1, 2)
f64 in (1, 'nan'::float64)
w not in ('a')
u64 in (0, 18446744073709551615)
t like '%'
t like 'a%'
t like '%a'
t like '%a%'
t like '_'
t like '__'
t like '%é%'
t like 'a_b%'
t like ''
t like '%\%%'
t like '%''%'
t like '%B%a%'
t like '_é%'
t like '%  %'
t like 'héllo%d'
t like '%ル%'
w like '%a%b%'
w not like '%a%'
w like 'A%'
w ilike 'A%'
t ilike '%É%'
t ilike 'À%'
t ilike '%SS%'
w like wx
t like tx
w like '%=_;%'
t like '%!%%' escape '!'
t like '%\_%' escape '\'
w like 'x!=%' escape '!'
t not ilike '%a%'
w ~~ 'a%'
-- Joining texts
t || tx
w || '-' || wx
t || null
w || k
k || w
w || a
w || b
w || day
w || ts
w || id
concat(t, tx)
concat(w, k, b)
concat(w, null, 'x')
concat(day, '/', tm)
concat_ws('-', w, wx)
concat_ws(',', t, null, k)
concat_ws(w, 'a', 'b')
concat_ws('', w, wx, t)
concat(i8, u64, f32)
concat(f64)
concat(a, '|', ax)
concat_ws('|', null, null)
concat_ws(null, 'a')
-- Characters
length(t)
length(w)
lower(t)
lower(w)
upper(t)
upper(w)
reverse(t)
reverse(w)
trim(t)
trim(w)
ltrim(t)
ltrim(w)
rtrim(t)
rtrim(w)
ascii(t)
ascii(w)
octet_length(bs)
strlen(t)
strlen(w)
bit_length(t)
bit_length(w)
char_length(t)
char_length(w)
character_length(t)
character_length(w)
lcase(t)
lcase(w)
ucase(t)
ucase(w)
lower('ÀÉÎ')
upper('straße')
lower('İ')
length('日本')
reverse('ab')
length(t) + length(tx)
upper(lower(w))
length(t || tx) = length(t) + length(tx)
left(t, 3)
left(t, -3)
left(w, 0)
left(t, k)
left(w, k)
left(t, 100)
left(t, -100)
right(t, 3)
right(t, -3)
right(w, 0)
right(t, k)
right(w, k)
right(t, 100)
right(t, -100)
substring(t, 2)
substring(t, 2, 3)
substring(t, 0)
substring(t, 0, 3)
substring(t, -3)
substring(t, -3, 2)
substring(t, k)
substring(t, k, kx)
substring(w, 3, -2)
substr(t, 1, 1)
substr(w, 2)
substring(w from 2)
substring(w from 2 for 3)
substring(w from k for 3)
substring(w, 1, 0)
substring(t, 100)
substring(w, -100, 102)
trim(w, 'a')
ltrim(w, 'ab ')
rtrim(w, 'ab ')
trim(t, 'aé日')
trim(w, '')
trim(t, tx)
trim(both 'a' from w)
trim(leading 'a' from w)
trim(trailing 'a' from w)
trim(both from w)
trim('a' from w)
ltrim(w, '-=')
rtrim(t, ' ')
lpad(t, 10, '*')
rpad(t, 10, '*')
lpad(w, 5, 'xy')
rpad(w, 5, 'xy')
lpad(t, 3, 'é')
rpad(t, k, 'é日')
lpad(w, k, ' ')
lpad(w, 0, 'x')
lpad(w, -1, 'x')
lpad(w, 20, wx)
rpad(w, 3, '')
lpad('7', 3, '0')
repeat(w, 3)
repeat(t, 2)
repeat(w, k)
repeat('é', k)
repeat('', 5)
repeat(w, 0)
repeat(w, -1)
repeat('-', abs(k))
replace(t, 'a', 'b')
replace(t, 'é', '')
replace(w, 'a', 'aa')
replace(w, '', 'x')
replace(w, wx, '*')
replace(t, 'long ', '')
replace(w, ' ', '_')
replace(w, 'a', wx)
translate(w, 'abc', 'xyz')
translate(w, 'abc', 'x')
translate(t, 'éß日', 'es')
translate(t, tx, w)
translate(w, '', 'x')
translate(w, 'aa', 'xy')
translate(t, 'a', '日')
strpos(t, 'é')
strpos(w, 'a')
strpos(w, '')
strpos(t, tx)
strpos(w, wx)
position('a' in w)
position('é' in t)
position(wx in w)
instr(w, '=')
instr(t, '日')
contains(t, 'é')
contains(w, 'a')
contains(w, wx)
contains(w, '')
starts_with(w, 'a')
starts_with(t, tx)
starts_with(w, '')
ends_with(w, 'l')
ends_with(t, tx)
prefix(w, 'ou')
suffix(w, 'el')
ends_with(w, wx)
split_part(w, ',', 1)
split_part(w, ',', 3)
split_part(w, ',', -1)
split_part(w, ',', 0)
split_part(w, '', 2)
split_part(w, ',', k)
split_part(w, wx, 1)
split_part(t, ' ', 2)
split_part(w, '=', 2)
split_part(w, ';', 9)
chr(k + 65)
chr(233)
chr(128512)
chr(k * 100)
chr(ascii(t))
ascii('é')
ascii('')
chr(u8::int32)
chr(u16::int32)
starts_with(lower(w), 'a')
upper(left(w, 1)) || substring(w, 2)
left(reverse(t), 2)
length(trim(t))
length(replace(w, 'a', ''))
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
regexp_replace(w, 'a', 'X')
regexp_replace(w, 'a', 'X', 'g')
regexp_replace(w, 'A', 'X', 'gi')
regexp_replace(w, '[a-c]+', '<\0>', 'g')
regexp_replace(w, '([a-z])=([0-9])', '\2=\1', 'g')
regexp_replace(w, '', '-', 'g')
regexp_replace(w, 'x*', '-', 'g')
regexp_replace(w, 'a*', '-', 'g')
regexp_replace(w, '$', '!', 'g')
regexp_replace(w, '^', '>', 'g')
regexp_replace(t, '[éß]', 'e', 'g')
regexp_replace(t, '\s+', ' ', 'g')
regexp_replace(t, '.', '.', 'g')
regexp_replace(t, '.', '', 'gs')
regexp_replace(t, '', '-', 'g')
regexp_replace(w, '[.][^.]*$', '')
regexp_replace(w, ',', '\\', 'g')
regexp_replace(w, 'a', '$0&', 'g')
regexp_replace(t, '(.)(.)', '\2\1', 'g')
regexp_replace(w, '(a)|(b)', '[\1\2]', 'g')
regexp_replace(w, 'o', '')
regexp_replace(w, '.', '\0\0', 'g')
regexp_replace(w, '(?i)A', 'z', 'g')
regexp_replace(w, ',', wx, 'gl')
-- Digests and encodings
md5(t)
md5(w)
md5(bs)
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
octet_length(bs)
url_encode(t)
url_encode(w)
url_decode(url_encode(t))
url_decode(w)
url_decode('%41%zz%C3%A9%')
bin(k)
bin(u8)
bin(u64)
bin(i64)
md5(concat(w, '|', wx))
upper(md5(w))
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
date_part('year', ts)
date_part('month', ts)
date_part('day', ts)
date_part('hour', ts)
date_part('minute', ts)
date_part('second', ts)
date_part('quarter', ts)
date_part('week', ts)
date_part('dow', ts)
date_part('isodow', ts)
date_part('doy', ts)
date_part('epoch', ts)
date_part('isoyear', ts)
date_part('decade', ts)
date_part('century', ts)
date_part('millennium', ts)
date_part('yearweek', ts)
date_part('milliseconds', ts)
date_part('microseconds', ts)
date_part('weekday', ts)
date_part('dayofyear', ts)
extract(year from day)
extract(month from day)
extract(day from day)
extract(quarter from day)
extract(week from day)
extract(dow from day)
extract(isodow from day)
extract(doy from day)
extract(epoch from day)
extract(isoyear from day)
extract(decade from day)
extract(century from day)
extract(millennium from day)
extract(hour from tm)
extract(minute from tm)
extract(second from tm)
extract(epoch from tm)
extract(millisecond from tm)
extract(microsecond from tm)
extract(year from ts)
extract(hour from tl)
date_part('YEAR', ts)
datepart('year', ts)
date_trunc('microsecond', ts)
date_trunc('millisecond', ts)
date_trunc('second', ts)
date_trunc('minute', ts)
date_trunc('hour', ts)
date_trunc('day', ts)
date_trunc('week', ts)
date_trunc('month', ts)
date_trunc('quarter', ts)
date_trunc('year', ts)
date_trunc('isoyear', ts)
date_trunc('decade', ts)
date_trunc('century', ts)
date_trunc('millennium', ts)
date_trunc('month', day)
date_trunc('month', tl)
date_trunc('year', day)
date_trunc('year', tl)
date_trunc('week', day)
date_trunc('week', tl)
date_trunc('quarter', day)
date_trunc('quarter', tl)
date_trunc('day', day)
date_trunc('day', tl)
date_trunc('hour', day)
date_trunc('hour', tl)
date_trunc('months', ts)
date_trunc('YEAR', ts)
datetrunc('day', ts)
date_trunc(case when b then 'month' else 'hour' end, ts)
date_trunc('mon', ts)
date_trunc('us', ts)
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
day - dayx
day + 1
day - 1
day + k
1 + day
k + day
day + i32
-- Making dates and times
make_date(2018, 6, 8)
make_date(2000 + k, 1 + abs(k) % 12, 1)
make_date(2000 + k, k, k)
make_date(i32, 1, 1)
make_date(k)
make_date(i32)
make_date(2018, 2, 29)
make_date(2020, 2, 29)
make_date(year(day), month(day), day(day)) = day
make_time(abs(k), abs(kx), 30)
make_time(k, kx, 1.5)
make_time(24, 0, 0)
make_time(abs(k), 0, abs(a))
make_timestamp(2018, 6, 8, 16, 26, 5.25)
make_timestamp(2000 + k, 1 + abs(k) % 12, 1 + abs(kx), abs(k), abs(kx), 0.5)
make_timestamp(2018, k, kx, k, kx, a)
make_timestamp(i64)
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
cast(b as text)
try_cast(i8 as int32)
try_cast(i8 as int64)
try_cast(i8 as uint8)
try_cast(i8 as uint64)
try_cast(i8 as float32)
try_cast(i8 as float64)
try_cast(i8 as bool)
cast(i8 as text)
try_cast(i16 as int8)
try_cast(i16 as int32)
try_cast(i16 as int64)
try_cast(i16 as uint8)
try_cast(i16 as uint64)
try_cast(i16 as float32)
try_cast(i16 as float64)
try_cast(i16 as bool)
cast(i16 as text)
try_cast(i32 as int8)
try_cast(i32 as int64)
try_cast(i32 as uint8)
try_cast(i32 as uint64)
try_cast(i32 as float32)
try_cast(i32 as float64)
try_cast(i32 as bool)
cast(i32 as text)
try_cast(i64 as int8)
try_cast(i64 as int32)
try_cast(i64 as uint8)
try_cast(i64 as uint64)
try_cast(i64 as float32)
try_cast(i64 as float64)
try_cast(i64 as bool)
cast(i64 as text)
try_cast(u8 as int8)
try_cast(u8 as int32)
try_cast(u8 as int64)
try_cast(u8 as uint64)
try_cast(u8 as float32)
try_cast(u8 as float64)
try_cast(u8 as bool)
cast(u8 as text)
try_cast(u16 as int8)
try_cast(u16 as int32)
try_cast(u16 as int64)
try_cast(u16 as uint8)
try_cast(u16 as uint64)
try_cast(u16 as float32)
try_cast(u16 as float64)
try_cast(u16 as bool)
cast(u16 as text)
try_cast(u32 as int8)
try_cast(u32 as int32)
try_cast(u32 as int64)
try_cast(u32 as uint8)
try_cast(u32 as uint64)
try_cast(u32 as float32)
try_cast(u32 as float64)
try_cast(u32 as bool)
cast(u32 as text)
try_cast(u64 as int8)
try_cast(u64 as int32)
try_cast(u64 as int64)
try_cast(u64 as uint8)
try_cast(u64 as float32)
try_cast(u64 as float64)
try_cast(u64 as bool)
cast(u64 as text)
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
cast(i64 as int16)
i64::int32
cast(i64 as uint32)
cast(f64 as int16)
f64::int32
cast(f64 as uint32)
cast(u64 as int16)
u64::int32
cast(u64 as uint32)
cast(a as int16)
a::int32
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
try_cast(n as time)
try_cast(w as time)
try_cast(n as timestamp)
try_cast(w as timestamp)
try_cast(n as uuid)
try_cast(w as uuid)
cast(day as text)
cast(ts as text)
cast(tl as text)
cast(tm as text)
cast(id as text)
cast(day as timestamp)
cast(ts as date)
ts::date
tl::date
day::text
cast(cast(day as text) as date)
cast(cast(ts as text) as timestamp)
cast(cast(id as text) as uuid)
cast(cast(tm as text) as time)
cast(cast(f64 as text) as float64)
cast(cast(f32 as text) as float32)
ts::time
cast(tl as time)
cast(t as text)
try_cast(t as uuid)
try_cast('true' as bool)
try_cast('t' as bool)
try_cast('yes' as bool)
try_cast('1' as bool)
try_cast(' 12 ' as int32)
try_cast('1e2' as int32)
try_cast('1.5' as int32)
try_cast('2.5' as int32)
try_cast('0x10' as int32)
try_cast('+5' as int32)
try_cast('1_000' as int32)
try_cast('infinity' as float64)
try_cast('.5' as float64)
try_cast('5.' as float64)
try_cast('1e400' as float64)
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
2.5::int32
3.5::int32
(-2.5)::int32
0.5::float64::int32
1.5::float64::int32
a::int32
a::int64
k::bool
a::bool
b::int32
b::float64
k::float32
k::text || 'x'
k::varchar
k::bigint
a::double
a::real
k::smallint
n::text
-- Identifiers
uuid_v5('6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid, w) -- alone: DuckDB has no such function
length(uuid()::text)
uuid() is null
uuid() = uuid()
gen_random_uuid() <> gen_random_uuid()
substring(uuid()::text, 15, 1)
-- Decimals
d + dx
d + e
e + k
dd + d
d + a
d - dx
d - e
e - k
dd - d
d - a
d * dx
d * e
e * k
dd * d
d * a
d / dx
d / e
e / k
dd / d
d / a
d % dx
d % e
e % k
dd % d
d % a
d = dx
d = e
e = k
dd = d
d = a
d < dx
d < e
e < k
dd < d
d < a
d >= dx
d >= e
e >= k
dd >= d
d >= a
-d
-e
d + 1
d * 2
d * 0.1
1.5 + d
d - 0.005
0.1 + 0.2
0.1 + 0.2 = 0.3
1.10 * 3
2.50 / 2
10 % 3.3
d / 0
d % 0
dd + dd
dd * 2
dd * 10
d is null
d is not distinct from dx
d between -1 and 1
d in (1, 2.50, -0.05)
d = k
k < d
i64 + d
u64 * d
i8 * e
e + 1
e * 10
d * d
e * e * e
abs(d)
abs(e)
sign(d)
round(d)
round(d, 1)
round(d, 5)
round(d, -2)
round(e, 2)
round(e)
round(dd, 3)
round(dd, -5)
floor(d)
ceil(d)
trunc(d)
trunc(d, 1)
trunc(e, 2)
floor(e)
ceil(e)
floor(dd)
ceil(dd)
mod(d, 7)
mod(d, dx)
sqrt(abs(d))
power(d, 2)
ln(abs(d) + 1)
coalesce(d, 0)
nullif(d, 0)
greatest(d, dx)
least(d, e)
greatest(d, k)
case when b then d else e end
case when b then d else k end
d::text
e::text
dd::text
d::int32
d::int64
try_cast(d as int8)
try_cast(d as uint32)
d::float64
e::float32
dd::float64
d::decimal(14,3)
d::decimal(12,1)
try_cast(d as decimal(4,1))
try_cast(dd as decimal(10,2))
k::decimal(5,2)
try_cast(i64 as decimal(10,2))
a::decimal(10,2)
try_cast(f64 as decimal(18,4))
try_cast(n as decimal(6,2))
try_cast(w as decimal(6,2))
'12.345'::decimal(6,2)
2.5::int32
3.5::int32
(-2.5)::int32
concat(d, '/', e)
d || ''
d::bool
b::decimal(3,1)
1e2
1.5e-3
123456789012345678901234567890
0.1::float64 + 0.2
round(2.5)
round(-2.5)
round(1.005, 2)
floor(-2.5)
pi() * d
d // 2
d * 1e0
-dd
abs(dd)
isfinite(d)
even(e)
to_timestamp(d)
hash(d) is not null
-- Intervals
day + interval 1 month
day - interval 1 month
ts + interval '1 day'
ts - interval '1 day 02:03:04'
ts + interval '1 year 2 months'
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
tm + interval '1 hour'
tm - interval '90 minutes'
tm + to_hours(k)
day + tm
tm + day
(ts - tsx)::text
(tl - tlx)::text
(interval '1 day' + interval '2 hours')::text
(interval '1 month' * k)::text
(interval '1 day' - interval '25 hours')::text
interval '1 day' = interval '24 hours'
interval '1 month' > interval '29 days'
(to_days(k) + to_hours(kx))::text
(-interval '1 day')::text
date_add(ts, interval 1 month)
date_add(day, interval 1 day)
extract(day from ts - tsx)
(interval '1 month 3 days 04:05:06.5')::text
interval 'P1Y2M' is null
(interval '1' day)::text
date_trunc('month', ts) + interval 1 month - interval 1 day
last_day(ts) = (date_trunc('month', ts) + interval 1 month - interval 1 day)::date
ts + interval '1 day' > tsx
ts - interval '1 month' + interval '1 month' = ts
tl + interval '1 century'
(interval '1.5 days')::text
(interval '-1 day')::text
(interval '1 day ago')::text
ts between tsx and tsx + interval '10 years'
(interval '2 days' / 2)::text
(to_months(k) * 1.5)::text
-- Time zones
tl at time zone 'UTC'
tl at time zone 'Europe/Berlin'
tl at time zone 'America/New_York'
tl at time zone 'Asia/Kolkata'
tl at time zone 'Australia/Lord_Howe'
hour(tl at time zone 'Europe/Berlin')
(tl at time zone 'Europe/Berlin') at time zone 'America/New_York'
timestamp '2021-07-01 12:00:00' at time zone 'Europe/Berlin'
timestamp '2021-03-28 02:30:00' at time zone 'Europe/Berlin'
timestamp '2021-10-31 02:30:00' at time zone 'Europe/Berlin'
-- JSON
j -> 'a'
j ->> 'a'
j -> 'b'
j ->> 'b'
j -> '$.b[1]'
j ->> '$.c.d'
j -> 0
j ->> 0
j -> 'b' -> 0
j ->> '$.b[2].c'
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
json_valid(n)
json_valid(w)
j is null
j -> 'a' is null
(j ->> 'a')::int32 is null
try_cast(j ->> 'a' as int32)
try_cast(j ->> '$.c.d' as float64)
coalesce(j ->> 'a', 'none')
length(j ->> 'a')
j::text
to_json(k)
to_json(w)
to_json(a)
to_json(b)
to_json(day)
to_json(ts)
to_json(t)
j -> 'A'
j ->> '$.A.b'
j -> '$."a"'
json_extract(j, '/a')
j ->> 'missing'
upper(j ->> 'a')
(j -> 'a') = (j -> 'a')
j ->> '$.b[#-1]'
json_keys(j)
json_exists(j, '$.a')
json_contains(j, '1')
try_cast(n as json)
cast(j -> 'b' as text)
case when json_type(j) = 'OBJECT' then j ->> 'a' else 'no' end
-- Lists, structs, maps
li[1]
li[2]
li[-1]
li[0]
li[k]
lt[1]
len(li)
length(li)
len(lt)
li is null
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
array_to_string(li, ',')
array_to_string(lt, '|')
li[1:2]
li[2:]
li[:2]
li[-2:]
lt[1:1]
li = lix
li < lix
li is distinct from lix
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
st is null
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
to_json(li)
to_json(lt)
to_json(st)
to_json(m)
coalesce(li, [0])
case when b then li else lix end
list_value(k, kx)
len(li) + len(lix)
upper(lt[1])
lt[1] || lt[2]
li::text
lt::text
st::text
m::text
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
upper(substring(coalesce(nullif(trim(w), ''), 'none'), 1, 2)) || length(t)
case when length(w) > 3 then left(w, 3) || '…' else w end
coalesce(try_cast(n as int32), -1) * 2
round(coalesce(try_cast(n as float64), 0), 1)
strftime(date_trunc('month', ts), '%B') || ' ' || year(ts)
date_diff('day', date_trunc('year', ts), ts) + 1 = dayofyear(ts)
(k + kx) % 2 = 0 or k is null
abs(k - kx) between 1 and 3
nullif(split_part(w, '=', 2), '') is not null
lower(w) like '%' || lower(wx) || '%'
greatest(length(w), length(wx), 3)
hour(ts) * 60 + minute(ts)
case when a > 0 then ln(a) else 0 end
case when k <> 0 then a / k else null end
md5(lower(trim(w))) = md5(w)
length(regexp_replace(t, '[^a-z]', '', 'g'))
