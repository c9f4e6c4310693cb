package org.clipspark.prep.filter;

import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Captions with a word that a list has. As DataComp's {@code text_based} the first caption is cut at white space and a
 * word is looked up in lower case as it stands, commas and full stops included.
 *
 * @param words text file, a word on each line, or a word, a tab and the synset of its commonest sense
 * @param synsets text file, a synset on each line; a word counts only if its synset is there. Without it every word counts
 */
public record TextRule(String words, Optional<String> synsets) implements RowRule {
    @Override
    public Condition condition(RuleFunctions functions) {
        String caption = Sql.column(ShardSchema.CAPTION);
        ListFile list = ListFile.load(words, functions.hadoop());
        Optional<ListFile> senses = synsets.map(file -> ListFile.load(file, functions.hadoop()));
        String has = functions.hasWord(senses.map(list::having).orElseGet(list::firstFields)) + "(" + caption + ")";
        return new Condition(
                "(CASE WHEN " + caption + " IS NOT NULL THEN " + has + " END)",
                "CASE WHEN " + caption + " IS NULL THEN 'no caption' ELSE " + Sql.text("no word of " + list.title())
                        + " END",
                Set.of(ShardSchema.CAPTION));
    }
}
