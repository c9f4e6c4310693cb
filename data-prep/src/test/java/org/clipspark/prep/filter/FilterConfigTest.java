package org.clipspark.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.prep.config.ConfigException;
import org.clipspark.prep.config.StrictYaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterConfigTest {
    @TempDir
    Path folder;

    @Test
    void everyKindCanBeWrittenAndReadBack() {
        FilterConfig config = load("""
                steps:
                - {name: basic, preset: basic}
                - name: safe
                  keep:
                    all:
                    - score: {column: punsafe, max: 0.5, missing: keep}
                    - not: {sql: "caption like '%watermark%'"}
                    - any: [{size: {minSide: 64, maxPixels: 4000000000}}, {aspect: {max: 2.5}}]
                    - blocklist: {file: hosts.txt, by: domain, column: url, missing: keep}
                - {name: best, top: {column: similarity, fraction: 0.3, ties: first-found}}
                - {name: same_file, exact: {columns: [sha256], prefer: similarity}}
                - {name: alike, near: {maxDistance: 31, bands: 16, maxNeighbours: 1000}}
                - {name: meaning, semantic: {clusters: 10, epsilon: 0.05, seed: 1, maxNeighbours: 1000}}
                - {name: held_out, decontaminate: {sets: [imagenet], sameBytes: true, maxDistance: 20}}
                """);

        assertThat(config.steps())
                .extracting(FilterStep::name)
                .startsWith("basic", "safe")
                .hasSize(7);
        assertThat(load(StrictYaml.format(config))).isEqualTo(config);
    }

    @Test
    void presetsStandForRules() {
        FilterConfig preset = load("""
                steps:
                - {name: a, preset: basic}
                - {name: b, preset: clip_score, with: {column: similarity, fraction: 0.3}}
                - {name: c, preset: laion2b, with: {column: similarity}}
                - {name: d, preset: image_based, with: {centroids: c.npy, ids: i.txt}}
                """);
        FilterConfig spelled = load("""
                steps:
                - name: a
                  keep:
                    all:
                    - language: {allowed: [en]}
                    - caption: {minCharacters: 6, minWords: 3}
                    - size: {minSide: 200}
                    - aspect: {max: 3.0}
                - {name: b, top: {column: similarity, fraction: 0.3, ties: all}}
                - name: c
                  keep:
                    all:
                    - language: {allowed: [en]}
                    - score: {column: similarity, min: 0.28, missing: reject}
                - name: d
                  keep:
                    all:
                    - language: {allowed: [en]}
                    - caption: {minCharacters: 6, minWords: 2}
                    - clusters: {centroids: c.npy, ids: i.txt}
                """);

        assertThat(preset.steps().stream().map(FilterStep::withoutPreset)).isEqualTo(spelled.steps());
    }

    @Test
    void impossibleStepsNameTheirKey() {
        assertRefused("{name: Big, keep: {aspect: {max: 2}}}", "steps[0]: name must be 1 to 40 of a-z, 0-9 and _");
        assertRefused("{name: key, preset: basic}", "and not 'key', got 'key'");
        assertRefused("{name: a}", "step 'a': expected exactly one of keep, preset, top, exact, near, semantic");
        assertRefused("{name: a, preset: basik}", "Unknown preset 'basik' (expected: basic, clip_score, text_based");
        assertRefused(
                "{name: a, preset: clip_score, with: {column: x}}",
                "preset clip_score expects in with: column, min|fraction; got [column]");
        assertRefused("{name: a, preset: basic, with: {min: 1}}", "preset basic expects in with: nothing; got [min]");
        assertRefused("{name: a, keep: {aspect: {max: 0.5}}}", "keep.aspect: max must be at least 1, got 0.5");
        assertRefused("{name: a, keep: {aspect: {max: 2}, sql: 'true'}}", "a rule has exactly one kind, got 2");
        assertRefused("{name: a, keep: {all: []}}", "all must list at least one rule");
        assertRefused("{name: a, keep: {size: {}}}", "keep.size: expected minSide, maxSide, minPixels or maxPixels");
        assertRefused("{name: a, keep: {language: {allowed: [english]}}}", "keep.language: unknown code 'english'");
        assertRefused(
                "{name: a, keep: {score: {column: x, min: 1e999, missing: keep}}}", "must be finite, got Infinity");
        assertRefused("{name: a, keep: {score: {column: x, min: 1}}}", "score.missing: missing key, expected one of");
        assertRefused("{name: a, keep: {siz: {minSide: 1}}}", "keep.siz: unknown key, did you mean 'size'?");
        assertRefused("{name: a, top: {column: x, fraction: 0, ties: all}}", "fraction must be above 0 and at most 1");
        assertRefused("{name: a, exact: {columns: []}}", "columns must name at least one column");
        assertRefused("{name: a, near: {maxDistance: 40, bands: 8, maxNeighbours: 9}}", "8 bands find distances up to");
        assertRefused(
                "{name: a, semantic: {clusters: 0, epsilon: 0.1, seed: 1, maxNeighbours: 9}}", "clusters must be 1 to");
        assertRefused(
                "{name: a, decontaminate: {sets: [x], sameBytes: false}}",
                "expected sameBytes: true, maxDistance or epsilon");
        assertRefused("{name: a, preset: basic}\n- {name: a, preset: basic}", "two steps are called 'a'");
    }

    private void assertRefused(String step, String message) {
        assertThatThrownBy(() -> load("steps:\n- " + step + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private FilterConfig load(String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("filter.yaml"), yaml);
            return StrictYaml.load(file, List.of(), FilterConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
