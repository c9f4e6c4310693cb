package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @TempDir
    Path folder;

    @Test
    void tellsTheKindByTheNames() throws IOException {
        touch("a.tar", "b.tar.gz", "_notes.parquet", "README.md");

        assertThat(find("").kind()).isEqualTo(SourceKind.WEBDATASET);
        assertThat(names(find("").ending(SourceFiles.ARCHIVES))).containsExactly("a.tar", "b.tar.gz");
    }

    @Test
    void takesGlobsAndSingleFiles() throws IOException {
        touch("train-1.parquet", "train-0.parquet", "val.tar");

        assertThat(names(find("/train-*.parquet").ending(SourceFiles.PARQUET)))
                .containsExactly("train-0.parquet", "train-1.parquet");
        assertThat(find("/val.tar").kind()).isEqualTo(SourceKind.WEBDATASET);
    }

    @Test
    void knowsFoldersOfImagesAndNotesThatAreNoTables() throws IOException {
        touch("1.jpg", "README.txt", "licence.json");
        assertThat(find("").kind()).isEqualTo(SourceKind.IMAGES);
        assertThat(find("/README.txt").kind()).isEqualTo(SourceKind.TABLE);
        assertThat(find("/licence.json").kind()).isEqualTo(SourceKind.COCO);
        touch("a.jsonl.zst");
        assertThat(find("/a.jsonl.zst").kind()).isEqualTo(SourceKind.TABLE);
        assertThat(names(find("").tables())).containsExactly("a.jsonl.zst");
    }

    @Test
    void asksForAKindWhereSeveralArePossible() throws IOException {
        touch("a.tar", "b.parquet");

        assertThatThrownBy(() -> find("").kind())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds files of several kinds [PARQUET, WEBDATASET]; set source.kind");
        assertThatThrownBy(() -> find("").ending(List.of(".csv"))).hasMessageEndingWith("holds no file ending in .csv");
        assertThatThrownBy(() -> find("/a.tar").folder())
                .hasMessageEndingWith("must be a folder for the kinds folders and images");
    }

    @Test
    void saysWhenThePathNamesNothing() {
        assertThatThrownBy(() -> find("/missing/*.tar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source path names no file or folder: " + folder + "/missing/*.tar");
    }

    @Test
    void shortensNamesToWhatTellsThemApart() {
        assertThat(SourceFiles.shortNames(List.of("file:/d/a/1.tar", "file:/d/b/1.tar")))
                .containsExactly("a/1.tar", "b/1.tar");
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private SourceFiles find(String below) {
        return SourceFiles.find(
                new SourceConfig(folder + below, SourceKind.AUTO, List.of(), Map.of()), new Configuration(false));
    }

    private static List<String> names(List<FoundFile> files) {
        return SourceFiles.shortNames(files.stream().map(FoundFile::path).toList());
    }
}
