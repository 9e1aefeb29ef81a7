package dev.portside.domain.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "0.000,0",
        "0e9,0",
        "1,1",
        "1.0,1",
        "1e0,1",
        "100,100",
        "1e2,100",
        "-1.50,-1.5",
        "0.000001,0.000001",
        "0.0000001,1e-7",
        "123456789012345678901,123456789012345678901",
        "1e20,100000000000000000000",
        "1e21,1e+21",
        "1.20e21,1.2e+21",
        "-123e300,-1.23e+302",
        "1e199,1e+199",
        "1e-400,1e-400",
        "12.5,12.5",
        "0.1234567890123456789012345,0.1234567890123456789012345"
    })
    void equal_numbers_have_the_same_short_text(String number, String text) {
        assertEquals(text, NumberText.of(new BigDecimal(number)));
        assertEquals(text, NumberText.of(new BigDecimal(number).multiply(new BigDecimal("1.000"))));
        assertEquals(0, new BigDecimal(number).compareTo(new BigDecimal(text)));
    }
}
