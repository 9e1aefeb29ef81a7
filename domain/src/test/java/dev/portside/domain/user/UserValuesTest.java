package dev.portside.domain.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.portside.domain.InvalidValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserValuesTest {

    private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "Ada.Lovelace+x@Example.ORG",
                "!#$%&'*+-/=?^_`{|}~@x.y",
                "1@2.3",
                "a@xn--exmple-cua.de",
                "a@b-c.d"
            })
    void sound_addresses_are_kept_as_given(String address) {
        assertEquals(address, new EmailAddress(address).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a..b@c",
                ".a@c",
                "a.@c",
                "a@.c",
                "a@c.",
                "a@c..d",
                "a@-c",
                "a@c-",
                "a@c_d",
                "ä@c",
                "a@ä",
                "\"a\"@c",
                "a@[1.2.3.4]",
                "a@c\n",
                "a\u0000@c"
            })
    void unsound_addresses_are_refused(String address) {
        assertThrows(InvalidValue.class, () -> new EmailAddress(address));
    }

    @Test
    void addresses_have_their_longest() {
        String domain = "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);
        assertEquals(
                254, new EmailAddress("a".repeat(64) + "@" + domain).value().length());
        assertThrows(InvalidValue.class, () -> new EmailAddress("a".repeat(64) + "@" + domain + "d"));
        assertThrows(InvalidValue.class, () -> new EmailAddress("a".repeat(65) + "@b"));
        assertThrows(InvalidValue.class, () -> new EmailAddress("a@" + "b".repeat(64)));
    }

    @Test
    void addresses_that_differ_in_case_have_one_key() {
        assertEquals(new EmailAddress("I@X.org").key(), new EmailAddress("i@x.ORG").key());
    }

    @Test
    void names_are_trimmed_and_counted_in_characters_not_in_chars() {
        assertEquals("Ada  L", new UserName("\u00a0 \tAda  L\n\u3000").value());
        assertEquals(200, new UserName("😀".repeat(200)).value().codePointCount(0, 400));
        for (String wrong :
                List.of("", " ", "\u2003", "😀".repeat(201), "a\u0000", "a\u0085b", "a\nb", "\ud800", "\udc00x")) {
            assertThrows(InvalidValue.class, () -> new UserName(wrong), wrong);
        }
    }

    @Test
    void a_rule_that_is_broken_is_told_with_what_was_given() {
        InvalidValue invalid = assertThrows(InvalidValue.class, () -> new UserName(" "));
        assertEquals("must be 1 to 200 characters, but was 0", invalid.getMessage());
    }

    @Test
    void a_search_ignores_case_in_any_script() {
        assertTrue(new NameSearch("STRASSE").matches(new UserName("Lange Straße 1")));
        assertTrue(new NameSearch("ὀδυσσεύς").matches(new UserName("ὈΔΥΣΣΕΎΣ")));
        assertTrue(new NameSearch("ΟΔΟΣ").matches(new UserName("οδοσφ")));
        assertTrue(new NameSearch("οδος").matches(new UserName("ΟΔΟΣΦ")));
        assertFalse(new NameSearch("%").matches(new UserName("percent")));
    }

    @Test
    void a_listing_whose_first_row_has_no_number_is_refused() {
        assertThrows(InvalidValue.class, () -> listing(Long.MAX_VALUE, 2));
        assertThrows(InvalidValue.class, () -> listing(1, 0));
        assertThrows(InvalidValue.class, () -> listing(1, 101));
        assertEquals(
                9_223_372_036_854_775_700L, UserListing.offset(new UserListing.Page(92_233_720_368_547_758L), 100));
        listing(92_233_720_368_547_759L, 100);
        assertThrows(InvalidValue.class, () -> listing(92_233_720_368_547_760L, 100));
    }

    @Test
    void a_page_knows_whether_the_list_goes_on() {
        User user = User.registered(new UserId(1), new NewUser(new UserName("x"), new EmailAddress("a@b")), NOON);
        assertEquals(Optional.empty(), UserPage.of(List.of(user), 1).next());
        assertEquals(
                Optional.of(UserCursor.behind(user)),
                UserPage.of(List.of(user, user), 1).next());
    }

    @Test
    void a_precondition_admits_what_both_of_its_sides_do() {
        assertTrue(Precondition.NONE.admits(1));
        assertTrue(Precondition.revision(1).admits(1));
        assertFalse(Precondition.revision(1).admits(2));
        assertFalse(new Precondition(Optional.of(Set.of()), Set.of()).admits(1));
        assertFalse(new Precondition(Optional.of(Set.of(1L)), Set.of(1L)).admits(1));
    }

    @Test
    void times_are_whole_microseconds() {
        assertThrows(InvalidValue.class, () -> new UserCursor(NOON.plusNanos(1), new UserId(1)));
    }

    private static UserListing listing(long page, int limit) {
        return new UserListing(Optional.empty(), new UserListing.Page(page), limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "a@1.2", "ada@127.0.0.1", "x@example.123", "a@b.4x", "root@localhost"})
    void an_address_that_no_mail_from_outside_reaches_can_be_stored_but_not_given(String address) {
        assertEquals(address, new EmailAddress(address).value());
        assertThrows(InvalidValue.class, () -> EmailAddress.of(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "1@2.de", "ada@1und1.de", "a@xn--exmple-cua.de", "a@example.xn--p1ai"})
    void an_address_under_a_top_level_domain_can_be_given(String address) {
        assertEquals(address, EmailAddress.of(address).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200b",
                "\ufeff",
                "\u3164",
                "\u2800",
                "\u00ad",
                "\u200b \u2060",
                "\u0301",
                "\u034f",
                "\u115f\u1160",
                "\uffa0",
                "\ufe0f",
                "\u180e",
                "\ud840",
                "\ud83d\ude00\uffff"
            })
    void an_invisible_name_is_refused(String name) {
        assertThrows(InvalidValue.class, () -> UserName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u202eb", "a\u202ab", "a\u2066b", "a\u2028b", "a\u2029b", "a\ufeffb", "a\ufff9b", "a\ufdd0"})
    void a_name_that_changes_how_what_is_around_it_is_shown_is_refused(String name) {
        assertThrows(InvalidValue.class, () -> UserName.of(name));
    }

    @Test
    void a_name_is_kept_composed_and_without_what_is_invisible_at_its_ends() {
        assertEquals("Jos\u00e9", UserName.of("\u200b Jose\u0301\u00ad\u3164").value());
        assertEquals("\u2764\ufe0f", UserName.of("\u2764\ufe0f").value());
        assertEquals(
                "\u0646\u0627\u0645\u0647\u200c\u0647\u0627",
                UserName.of("\u0646\u0627\u0645\u0647\u200c\u0647\u0627").value());
    }

    @Test
    void folding_twice_is_folding_once() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                String folded = NameSearch.fold("x" + Character.toString(c) + "\u0301y");
                assertEquals(folded, NameSearch.fold(folded), "U+%04X".formatted(c));
            }
        }
    }

    @Test
    void a_search_of_spaces_alone_means_spaces() {
        assertEquals("  ", new NameSearch("  ").text());
        assertEquals("ada", new NameSearch(" ada ").text());
        assertThrows(InvalidValue.class, () -> new NameSearch("\u00ad"));
    }

    @Test
    void a_key_in_quotes_is_the_key_without_them() {
        assertEquals(new IdempotencyKey("key"), IdempotencyKey.of("\"key\""));
        assertEquals(new IdempotencyKey("key"), IdempotencyKey.of("key"));
        assertEquals(new IdempotencyKey("a\"b\\c"), IdempotencyKey.of("\"a\\\"b\\\\c\""));
        for (String wrong : List.of("", "\"\"", "\"a", "\"", "\"a\"b\"", "\"a\"b", "\"a\\\"", "\"\\a\"")) {
            assertThrows(InvalidValue.class, () -> IdempotencyKey.of(wrong), wrong);
        }
    }
}
