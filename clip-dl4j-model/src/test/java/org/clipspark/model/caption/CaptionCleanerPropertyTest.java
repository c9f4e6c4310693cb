package org.clipspark.model.caption;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CaptionCleanerPropertyTest {
    @Property(tries = 2000, seed = "21")
    void theShortWayForPlainTextGivesWhatTheFullRepairGives(
            @ForAll CaptionCleaner cleaner, @ForAll("captions") String caption) {
        assertThat(cleaner.clean(caption)).isEqualTo(cleaner.cleanFully(caption));
    }

    @Provide
    Arbitrary<String> captions() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(60),
                Arbitraries.strings().withChars("aB \t\n\r\f.'\"<>;1").ofMaxLength(40),
                Arbitraries.strings().withChars("aB &;ampltg#39\u00a0\u2019").ofMaxLength(40));
    }
}
