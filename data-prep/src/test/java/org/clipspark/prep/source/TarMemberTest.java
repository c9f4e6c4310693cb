package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.clipspark.prep.source.TarMember.Kind;
import org.junit.jupiter.api.Test;

class TarMemberTest {
    @Test
    void takesThePathUpToTheFirstDotOfTheNameAsKey() {
        assertThat(TarMember.of("000001.jpg")).contains(new TarMember("000001", Kind.IMAGE));
        assertThat(TarMember.of("./v1.0/000001.TXT")).contains(new TarMember("v1.0/000001", Kind.TEXT));
        assertThat(TarMember.of("a.b.c.json")).contains(new TarMember("a", Kind.METADATA));
        assertThat(TarMember.of("a.cls")).contains(new TarMember("a", Kind.OTHER));
    }

    @Test
    void passesOverNamesThatBelongToNoSample() {
        assertThat(TarMember.of(".hidden.jpg")).isEmpty();
        assertThat(TarMember.of("dir/._000012.jpg")).isEmpty();
        assertThat(TarMember.of("__meta__.json")).isEmpty();
        assertThat(TarMember.of("README")).isEmpty();
    }

    @Test
    void knowsNamesThatLeaveTheFolder() {
        assertThat(TarMember.isUnsafe("../x.jpg")).isTrue();
        assertThat(TarMember.isUnsafe("a/../../x.jpg")).isTrue();
        assertThat(TarMember.isUnsafe("/etc/x.jpg")).isTrue();
        assertThat(TarMember.isUnsafe("a..b/x..jpg")).isFalse();
    }
}
