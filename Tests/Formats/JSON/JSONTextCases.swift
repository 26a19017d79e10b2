/// Small texts, and whether each is JSON: `y` accepted, `n` refused, and a name that begins with `i_` where the standard
/// leaves it open. `‹0a›` stands for bytes, `‹deep 3›` for arrays in one another, `‹open 3›` for their opening brackets.
///
/// The cases follow the names of the well-known suite of texts that parsers are tried with, and add to them.
struct JSONTextCase: Sendable {
  let name: String
  let isAccepted: Bool
  let text: [UInt8]

  static let all: [JSONTextCase] = table.split(separator: "\n").map { line in
    let bar = line.range(of: " | ")
    let text = line[bar.upperBound...]
    return JSONTextCase(
      name: String(line[..<bar.lowerBound].dropFirst(2)), isAccepted: line.hasPrefix("y"), text: bytes(text))
  }

  private static func bytes(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let open = rest.firstIndex(of: "‹"), let close = rest.firstIndex(of: "›") {
      bytes += Array(rest[..<open].utf8)
      let escape = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      let words = escape.split(separator: " ")
      if words.count == 2, let count = Int(words[1]) {
        bytes += Array(String(repeating: "[", count: count).utf8)
        if words[0] == "deep" { bytes += Array(String(repeating: "]", count: count).utf8) }
      } else {
        let digits = Array(escape)
        for place in stride(from: 0, to: digits.count, by: 2) {
          bytes.append(UInt8(String(digits[place...place + 1]), radix: 16)!)
        }
      }
    }
    return bytes + Array(rest.utf8)
  }

  private static let table = #"""
    y array_arrays_with_spaces | [[]   ]
    y array_empty_string | [""]
    y array_empty | []
    y array_ending_with_newline | ["a"]‹0a›
    y array_false | [false]
    y array_heterogeneous | [null, 1, "1", {}]
    y array_null | [null]
    y array_with_1_and_newline | [1‹0a›]
    y array_with_leading_space |  [1]
    y array_with_several_null | [1,null,null,null,2]
    y array_with_trailing_space | [2] 
    y number_0e1 | [0e+1]
    y number_0e_1 | [0e1]
    y number_after_space | [ 4]
    y number_double_close_to_zero | [-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]
    y number_int_with_exp | [20e1]
    y number_minus_zero | [-0]
    y number_negative_int | [-123]
    y number_negative_one | [-1]
    y number_real_capital_e | [1E22]
    y number_real_capital_e_neg_exp | [1E-2]
    y number_real_capital_e_pos_exp | [1E+2]
    y number_real_exponent | [123e45]
    y number_real_fraction_exponent | [123.456e78]
    y number_real_neg_exp | [1e-2]
    y number_real_pos_exponent | [1e+2]
    y number_simple_int | [123]
    y number_simple_real | [123.456789]
    y number_of_forty_digits | [1234567890123456789012345678901234567890]
    y number_minus_zero_point_zero | [-0.0]
    y object | {"asd":"sdf", "dfg":"fgh"}
    y object_basic | {"asd":"sdf"}
    y object_duplicated_key | {"a":"b","a":"c"}
    y object_duplicated_key_and_value | {"a":"b","a":"b"}
    y object_empty | {}
    y object_empty_key | {"":0}
    y object_escaped_null_in_key | {"foo\u0000bar": 42}
    y object_extreme_numbers | {"min": -1.0e+28, "max": 1.0e+28}
    y object_long_strings | {"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}
    y object_simple | {"a":[]}
    y object_string_unicode | {"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430 \u0417\u0435\u043c\u043b\u0435\u043a\u043e\u043f\u0430"}
    y object_with_newlines | {‹0a›"a": "b"‹0a›}
    y string_every_two_character_escape | ["\"\\\/\b\f\n\r\t"]
    y string_accepted_surrogate_pair | ["\ud801\udc37"]
    y string_accepted_surrogate_pairs | ["\ud83d\ude39\ud83d\udc8d"]
    y string_backslash_and_u_escaped_zero | ["\\u0000"]
    y string_backslash_double_quotes | ["\""]
    y string_comments | ["a/*b*/c/*d//e"]
    y string_double_escape_a | ["\\a"]
    y string_double_escape_n | ["\\n"]
    y string_escaped_control_character | ["\u0012"]
    y string_escaped_noncharacter | ["\uFFFF"]
    y string_in_array | ["asd"]
    y string_in_array_with_leading_space | [ "asd"]
    y string_last_surrogates_1_and_2 | ["\uDBFF\uDFFF"]
    y string_nbsp_uescaped | ["new\u00A0line"]
    y string_noncharacter_U_10FFFF | ["‹f48fbfbf›"]
    y string_noncharacter_U_FFFF | ["‹efbfbf›"]
    y string_null_escape | ["\u0000"]
    y string_one_byte_utf8 | ["\u002c"]
    y string_pi | ["π"]
    y string_reserved_character_U_1BFFF | ["‹f09bbfbf›"]
    y string_simple_ascii | ["asd "]
    y string_space | " "
    y string_three_byte_utf8 | ["\u0821"]
    y string_two_byte_utf8 | ["\u0123"]
    y string_u_2028_line_separator | ["‹e280a8›"]
    y string_u_2029_paragraph_separator | ["‹e280a9›"]
    y string_unescaped_delete | ["‹7f›"]
    y string_unicode | ["\uA66D"]
    y string_unicode_escaped_backslash | ["\u005C"]
    y string_unicode_escaped_double_quote | ["\u0022"]
    y string_unicode_two_escapes | ["\u0061\u30af\u30EA\u30b9"]
    y string_unicode_U_200B | ["\u200B"]
    y string_unicode_U_2064 | ["\u2064"]
    y string_unicode_U_FDD0 | ["\uFDD0"]
    y string_unicode_U_FFFE | ["\uFFFE"]
    y string_utf8 | ["€𝄞"]
    y string_with_del_character | ["a‹7f›a"]
    y string_mixed_case_hexadecimal | ["\uaBcD"]
    y structure_lonely_false | false
    y structure_lonely_int | 42
    y structure_lonely_negative_real | -0.1
    y structure_lonely_string | "asd"
    y structure_lonely_true | true
    y structure_string_empty | ""
    y structure_trailing_newline | ["a"]‹0a›
    y structure_true_in_array | [true]
    y structure_whitespace_array |  [] 
    y structure_all_whitespace | ‹09›[‹0d›‹0a› 1‹09›,‹0a›2 ‹0d›]‹0a›
    y structure_128_deep | ‹deep 128›
    n array_1_true_without_comma | [1 true]
    n array_a_invalid_utf8 | [a‹e5›]
    n array_colon_instead_of_comma | ["": 1]
    n array_comma_after_close | [""],
    n array_comma_and_number | [,1]
    n array_double_comma | [1,,2]
    n array_double_extra_comma | ["x",,]
    n array_extra_close | ["x"]]
    n array_extra_comma | ["",]
    n array_incomplete | ["x"
    n array_incomplete_invalid_value | [x
    n array_inner_array_no_comma | [3[4]]
    n array_invalid_utf8 | [‹ff›]
    n array_items_separated_by_semicolon | [1;2]
    n array_just_comma | [,]
    n array_just_minus | [-]
    n array_missing_value | [   , ""]
    n array_newlines_unclosed | ["a",‹0a›4‹0a›,1,
    n array_number_and_comma | [1,]
    n array_number_and_several_commas | [1,,]
    n array_spaces_vertical_tab_formfeed | ["‹0b›a"\f]
    n array_star_inside | [*]
    n array_unclosed | [""
    n array_unclosed_trailing_comma | [1,
    n array_unclosed_with_new_lines | [1,‹0a›1‹0a›,1
    n array_unclosed_with_object_inside | [{}
    n incomplete_false | [fals]
    n incomplete_null | [nul]
    n incomplete_true | [tru]
    n multidigit_number_then_00 | 123‹00›
    n number_double_plus | [++1234]
    n number_plus_1 | [+1]
    n number_plus_Inf | [+Inf]
    n number_minus_01 | [-01]
    n number_minus_1_0_dot | [-1.0.]
    n number_minus_2_dot | [-2.]
    n number_minus_NaN | [-NaN]
    n number_dot_minus_1 | [.-1]
    n number_dot_2e_3 | [.2e-3]
    n number_0_1_2 | [0.1.2]
    n number_0_3e_plus | [0.3e+]
    n number_0_3e | [0.3e]
    n number_0_e1 | [0.e1]
    n number_0_capital_E_plus | [0E+]
    n number_0_capital_E | [0E]
    n number_0e_plus | [0e+]
    n number_0e | [0e]
    n number_1_0e_minus | [1.0e-]
    n number_1_0e_plus | [1.0e+]
    n number_1_0e | [1.0e]
    n number_1_000 | [1 000.0]
    n number_1eE2 | [1eE2]
    n number_2_e_plus_3 | [2.e+3]
    n number_2_e_minus_3 | [2.e-3]
    n number_2_e3 | [2.e3]
    n number_9_e_plus | [9.e+]
    n number_expression | [1+2]
    n number_hex_1_digit | [0x1]
    n number_hex_2_digits | [0x42]
    n number_Inf | [Inf]
    n number_Infinity | [Infinity]
    n number_NaN | [NaN]
    n number_minus_Infinity | [-Infinity]
    n number_nan_in_lower_case | [nan]
    n number_invalid_plus_minus | [0e+-1]
    n number_invalid_negative_real | [-123.123foo]
    n number_invalid_utf8_in_bigger_int | [123‹e5›]
    n number_invalid_utf8_in_exponent | [1e1‹e5›]
    n number_invalid_utf8_in_int | [0‹e5›]
    n number_minus_infinity_in_lower_case | [-infinity]
    n number_minus_sign_with_trailing_garbage | [-foo]
    n number_minus_space_1 | [- 1]
    n number_neg_int_starting_with_zero | [-012]
    n number_neg_real_without_int_part | [-.123]
    n number_neg_with_garbage_at_end | [-1x]
    n number_real_garbage_after_e | [1ea]
    n number_real_with_invalid_utf8_after_e | [1e‹e5›]
    n number_real_without_fractional_part | [1.]
    n number_starting_with_dot | [.123]
    n number_fullwidth_digit_one | [‹efbc91›]
    n number_with_alpha | [1.2a-3]
    n number_with_alpha_char | [1.8011670033376514H-308]
    n number_with_leading_zero | [012]
    n number_with_underscore | [1_000]
    n object_bad_value | ["x", truth]
    n object_bracket_key | {[: "x"}
    n object_comma_instead_of_colon | {"x", null}
    n object_double_colon | {"x"::"b"}
    n object_emoji | {‹f09f87a8f09f87ad›}
    n object_garbage_at_end | {"a":"a" 123}
    n object_key_with_single_quotes | {key: 'value'}
    n object_missing_colon | {"a" b}
    n object_missing_key | {:"b"}
    n object_missing_semicolon | {"a" "b"}
    n object_missing_value | {"a":
    n object_no_colon | {"a"
    n object_non_string_key | {1:1}
    n object_non_string_key_but_huge_number | {9999E9999:1}
    n object_repeated_null_null | {null:null,null:null}
    n object_several_trailing_commas | {"id":0,,,,,}
    n object_single_quote | {'a':0}
    n object_trailing_comma | {"id":0,}
    n object_trailing_comment | {"a":"b"}/**/
    n object_trailing_comment_open | {"a":"b"}/**//
    n object_trailing_comment_slash | {"a":"b"}//
    n object_two_commas_in_a_row | {"a":"b",,"c":"d"}
    n object_unquoted_key | {a: "b"}
    n object_unterminated_value | {"a":"a
    n object_with_single_string | { "foo" : "bar", "a" }
    n object_with_trailing_garbage | {"a":"b"}#
    n single_space |  
    n string_1_surrogate_then_escape | ["\uD800\"]
    n string_1_surrogate_then_escape_u | ["\uD800\u"]
    n string_1_surrogate_then_escape_u1 | ["\uD800\u1"]
    n string_1_surrogate_then_escape_u1x | ["\uD800\u1x"]
    n string_accentuated_char_no_quotes | [é]
    n string_backslash_00 | ["\‹00›"]
    n string_escape_x | ["\x00"]
    n string_escaped_backslash_bad | ["\\\"]
    n string_escaped_ctrl_char_tab | ["\‹09›"]
    n string_escaped_emoji | ["\‹f09f8c80›"]
    n string_incomplete_escape | ["\"]
    n string_incomplete_escaped_character | ["\u00A"]
    n string_incomplete_surrogate | ["\uD834\uDd"]
    n string_incomplete_surrogate_escape_invalid | ["\uD800\uD800\x"]
    n string_invalid_backslash_esc | ["\a"]
    n string_invalid_unicode_escape | ["\uqqqq"]
    n string_invalid_utf8_after_escape | ["\‹e5›"]
    n string_leading_uescaped_thinspace | [\u0020"asd"]
    n string_no_quotes_with_bad_escape | [\n]
    n string_single_doublequote | "
    n string_single_quote | ['single quote']
    n string_single_string_no_double_quotes | abc
    n string_start_escape_unclosed | ["\
    n string_unescaped_ctrl_char | ["a‹00›a"]
    n string_unescaped_newline | ["new‹0a›line"]
    n string_unescaped_tab | ["‹09›"]
    n string_unescaped_return | ["‹0d›"]
    n string_unescaped_unit_separator | ["‹1f›"]
    n string_unicode_CapitalU | "\UA66D"
    n string_with_trailing_garbage | ""x
    n structure_100000_opening_arrays | ‹open 100000›
    n structure_angle_bracket | <.>
    n structure_angle_bracket_null | [<null>]
    n structure_array_trailing_garbage | [1]x
    n structure_array_with_extra_array_close | [1]]
    n structure_array_with_unclosed_string | ["asd]
    n structure_ascii_unicode_identifier | a‹c3a5›
    n structure_capitalized_True | [True]
    n structure_close_unopened_array | 1]
    n structure_comma_instead_of_closing_brace | {"x": true,
    n structure_double_array | [][]
    n structure_end_array | ]
    n structure_incomplete_BOM | ‹efbb›{}
    n structure_lone_open_bracket | [
    n structure_no_data | 
    n structure_null_byte_outside_string | [‹00›]
    n structure_number_with_trailing_garbage | 2@
    n structure_object_followed_by_closing_object | {}}
    n structure_object_unclosed_no_value | {"":
    n structure_object_with_comment | {"a":/*comment*/"b"}
    n structure_object_with_trailing_garbage | {"a": true} "x"
    n structure_open_array_apostrophe | ['
    n structure_open_array_comma | [,
    n structure_open_array_open_object | [{
    n structure_open_array_open_string | ["a
    n structure_open_array_string | ["a"
    n structure_open_object | {
    n structure_open_object_close_array | {]
    n structure_open_object_comma | {,
    n structure_open_object_open_array | {[
    n structure_open_object_open_string | {"a
    n structure_open_object_string_with_apostrophes | {'a'
    n structure_open_open | ["\{["\{["\{["\{
    n structure_single_star | *
    n structure_trailing_hash | {"a":"b"}#{}
    n structure_U_2060_word_joined | [‹e281a0›]
    n structure_uescaped_LF_before_string | [\u000A""]
    n structure_unclosed_array | [1
    n structure_unclosed_array_partial_null | [ false, nul
    n structure_unclosed_array_unfinished_false | [ true, fals
    n structure_unclosed_array_unfinished_true | [ false, tru
    n structure_unclosed_object | {"asd":"asd"
    n structure_unicode_identifier | å
    n structure_UTF8_BOM_no_data_inside | ‹efbbbf›
    n structure_whitespace_formfeed | [‹0c›]
    n structure_whitespace_U_2060 | [‹e281a0›]
    n structure_next_line | [‹c285›]
    y i_number_double_huge_neg_exp | [123.456e-789]
    y i_number_huge_exp | [0.4e00669999999999999999999999999999999999999999999999999999999999999999969999999006]
    y i_number_neg_int_huge_exp | [-1e+9999]
    y i_number_pos_double_huge_exp | [1.5e+9999]
    y i_number_real_neg_overflow | [-123123e100000]
    y i_number_too_big_neg_int | [-123123123123123123123123123123]
    y i_number_too_big_pos_int | [100000000000000000000]
    y i_number_very_big_negative_int | [-237462374673276894279832749832423479823246327846]
    n i_object_key_lone_2nd_surrogate | {"\uDFAA":0}
    n i_string_1st_surrogate_but_2nd_missing | ["\uDADA"]
    n i_string_1st_valid_surrogate_2nd_invalid | ["\uD888\u1234"]
    n i_string_incomplete_surrogate_and_escape_valid | ["\uD800\n"]
    n i_string_incomplete_surrogate_pair | ["\uDd1ea"]
    n i_string_incomplete_surrogates_escape_valid | ["\uD800\uD800\n"]
    n i_string_invalid_lonely_surrogate | ["\ud800"]
    n i_string_invalid_surrogate | ["\ud800abc"]
    n i_string_inverted_surrogates | ["\uDd1e\uD834"]
    n i_string_lone_second_surrogate | ["\uDFAA"]
    n i_string_invalid_utf8 | ["‹ff›"]
    n i_string_iso_latin_1 | ["‹e9›"]
    n i_string_lone_utf8_continuation_byte | ["‹81›"]
    n i_string_not_in_unicode_range | ["‹f4bfbfbf›"]
    n i_string_overlong_sequence_2_bytes | ["‹c0af›"]
    n i_string_overlong_sequence_6_bytes | ["‹fc83bfbfbfbf›"]
    n i_string_overlong_sequence_6_bytes_null | ["‹fc8080808080›"]
    n i_string_truncated_utf8 | ["‹e0ff›"]
    n i_string_utf8_surrogate | ["‹eda080›"]
    n i_string_UTF_8_invalid_sequence | ["日ш‹fa›"]
    n i_string_utf16le | ‹5b002200e90022005d00›
    n i_structure_500_nested_arrays | ‹deep 500›
    n i_structure_129_deep | ‹deep 129›
    """#
}

extension Substring {
  /// Where a text first stands in this one, which it does.
  fileprivate func range(of text: String) -> Range<Index> {
    var at = startIndex
    while !self[at...].hasPrefix(text) { at = index(after: at) }
    return at..<index(at, offsetBy: text.count)
  }
}
