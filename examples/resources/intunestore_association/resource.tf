resource "intunestore_association" "store" {
  language = "fr-FR"
}
