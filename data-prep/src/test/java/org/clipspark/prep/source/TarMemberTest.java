package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clipspark.prep.source.TarMember.Kind;
import org.junit.jupiter.api.Test;

class TarMemberTest {
    @Test
    void takesThePathUpToTheFirstDotOfTheNameAsKey() {
        assertThat(TarMember.of("000001.jpg")).contains(new TarMember("000001", Kind.IMAGE, false));
        assertThat(TarMember.of("./v1.0/000001.TXT")).contains(new TarMember("v1.0/000001", Kind.TEXT, false));
        assertThat(TarMember.of("a.b.c.json")).contains(new TarMember("a", Kind.METADATA, false));
        assertThat(TarMember.of("a.cls")).contains(new TarMember("a", Kind.LABEL, false));
        assertThat(TarMember.of("a.txt.GZ")).contains(new TarMember("a", Kind.TEXT, true));
        assertThat(TarMember.of("a.gz")).contains(new TarMember("a", Kind.OTHER, false));
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
        for (String name :
                List.of("../x.jpg", "a/../../x.jpg", "a\\..\\x.jpg", "/etc/x.jpg", "c:/x.jpg", "C:\\x.jpg")) {
            assertThat(TarMember.danger(name)).as(name).contains("outside its folder");
        }
        assertThat(TarMember.danger("a..b/x..jpg")).isEmpty();
    }

    @Test
    void knowsNamesThatNoFileCanHave() {
        String longest = "é".repeat(127) + "x";
        assertThat(TarMember.danger(longest)).isEmpty();
        assertThat(TarMember.danger(longest + "y")).contains("a name that no file can have");
        assertThat(TarMember.danger("d/".repeat(2047) + "xx")).isEmpty();
        assertThat(TarMember.danger("d/".repeat(2048) + "x")).contains("a name that no file can have");
        assertThat(TarMember.danger("a\0.jpg")).contains("a name that no file can have");
    }
}
