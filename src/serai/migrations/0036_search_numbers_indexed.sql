alter table search_texts drop constraint search_texts_document_fkey;
alter table search_documents drop constraint search_documents_pkey;
alter table search_documents add constraint search_documents_pkey primary key using index search_documents_numbered_pkey;
alter table search_texts add constraint search_texts_document_fkey foreign key (store_id, shop_country_id, product_id)
  references search_documents (store_id, shop_country_id, product_id) on delete cascade;

drop index search_documents_price_idx, search_documents_most_idx, search_documents_live_idx, search_documents_reduction_idx;
alter index search_documents_price_numbered_idx rename to search_documents_price_idx;
alter index search_documents_most_numbered_idx rename to search_documents_most_idx;
alter index search_documents_live_numbered_idx rename to search_documents_live_idx;
alter index search_documents_reduction_numbered_idx rename to search_documents_reduction_idx;
