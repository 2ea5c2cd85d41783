package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "byte|tinyint",
        "tinyint|tinyint",
        "short|smallint",
        "smallint|smallint",
        "int|int",
        "integer|int",
        "INT|int",
        "long|bigint",
        "BigInt|bigint",
        "float|float",
        "real|float",
        "double|double",
        "decimal|decimal(10,2)",
        "numeric|decimal(10,2)",
        "decimal(38,0)|decimal(38,0)",
        "decimal(5)|decimal(5,0)",
        "decimal ( 12 , 4 )|decimal(12,4)",
        "dec(3,3)|decimal(3,3)",
        "string|string",
        "varchar(20)|string",
        "char(2)|string",
        "varchar|string",
        "boolean|boolean",
        "bool|boolean",
        "date|date",
        "timestamp|timestamp",
        "timestamp_ntz|timestamp_ntz",
        "binary|binary",
        "array<string>|array<string>",
        "array< array<bigint> >|array<array<bigint>>",
        "map<string,decimal(4,1)>|map<string,decimal(4,1)>",
        "struct<a:int,b:struct<c:array<string>>>|struct<a:int,b:struct<c:array<string>>>",
        "struct<a int, b string>|struct<a:int,b:string>",
        "struct<first-name:string>|struct<first-name:string>",
        "struct<>|struct<>"
      })
  void readsTheSpellingsOfGlueAthenaAndSpark(String text, String expected) {
    assertThat(TypeNames.parse(text).catalogString()).isEqualTo(expected);
  }

  @Test
  void readsQuotedFieldNamesAndNullability() {
    StructType type =
        (StructType) TypeNames.parse("struct<`a:b``c`: int NOT NULL COMMENT 'the key', note:int>");

    assertThat(type.fieldNames()).containsExactly("a:b`c", "note");
    assertThat(type.fields()[0].nullable()).isFalse();
    assertThat(type.fields()[0].getComment().get()).isEqualTo("the key");
    assertThat(type.fields()[1].nullable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strng|there is no type strng|Did you mean string?",
        "array|array says what it holds|array<string>",
        "array<int|array<...> is not closed|Write it like",
        "map<string>|map has a key type and a value type|Write it like",
        "struct<a:>|a type is missing|Types: byte",
        "struct<:int>|a field has no name|Write it like",
        "decimal(39,0)|decimal(39,0) does not exist|precision is 1 to 38",
        "decimal(4,5)|decimal(4,5) does not exist|scale 0 to the precision",
        "decimal(999999999999,5)|too long|Write it like",
        "int int|something follows the type: int|Write it like",
        "''|a type is missing|Types: byte",
        "struct<a:int NOT>|NOT is not followed by NULL|Write it like",
      })
  void saysWhatIsWrongWithATypeAndWhatWasMeant(String text, String reason, String remedy) {
    assertThatThrownBy(() -> TypeNames.parse(text))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageStartingWith("Cannot read type: ")
        .hasMessageContaining(reason)
        .hasMessageContaining(remedy);
  }
}
